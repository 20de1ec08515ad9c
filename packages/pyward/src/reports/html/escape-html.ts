import { escapeHidden } from "../shared/escape-hidden.ts";
import { neutralise } from "../shared/neutralise.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text from outside between tags or in a quoted attribute: one line, nothing hidden, no character that HTML reads. */
export function escapeHtml(text: string): string {
  return neutralise(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/**
 * A document inside of `<script type="application/json">`, on one line. The text of a script ends at `</script` and changes its meaning at `<!--`
 * (HTML, "Restrictions for contents of script elements"): no `<`, `>` or `&` stands there, only escapes that JSON reads back (RFC 8259, section 7).
 */
export function jsonInScript(document: unknown): string {
  return escapeHidden(JSON.stringify(document)).replaceAll(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}
