import type { Report } from "../../model/index.ts";
import { HIDDEN_ABOVE_ASCII } from "../shared/hidden-characters.ts";
import type { Reporter } from "../shared/reporter.ts";
import { meta } from "./meta.ts";

/**
 * All of the report, keys in the order in which it was assembled or read: the contract's. One line for each key and
 * for each entry of a list, so that two reports can be compared line by line. Lossless: `readReport` gives an equal
 * report back.
 */
export const json: Reporter = { meta, render };

function render(report: Report): string {
  const lines = Object.entries(report).map(([key, value]) => `  ${JSON.stringify(key)}: ${valueOf(value)}`);
  return `${escapeHidden(`{\n${lines.join(",\n")}\n}`)}\n`;
}

function valueOf(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
}

/**
 * Printed on a terminal or in a build log the text must be as harmless as it is to a parser: hidden characters and the
 * `##` that begins commands in logs are written as escapes, which any JSON parser reads back as the same text (RFC 8259, section 7).
 */
function escapeHidden(text: string): string {
  // Both are rare, and looking for them this way is much quicker than replacing them.
  const shown = /[^\x00-\x7e]/.test(text) ? text.replace(HIDDEN_ABOVE_ASCII, escapeUnits) : text;
  return shown.includes("##") ? shown.replace(/(?<=#)#/g, "\\u0023") : shown;
}

function escapeUnits(character: string): string {
  let escaped = "";
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
