import { cleaned, type JsonMembers } from "./clean-json.ts";
import { escapeHidden } from "./escape-hidden.ts";

/** A document as the text of a report. */
export function jsonReport(document: JsonMembers): string {
  return `${escapeHidden(JSON.stringify(cleaned(document), null, 1))}\n`;
}
