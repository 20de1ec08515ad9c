import { HIDDEN_ABOVE_ASCII } from "./hidden-characters.ts";

/**
 * JSON text that means the same. Printed on a terminal or in a build log the text must be as harmless as it is to a parser: hidden characters and the
 * `##` that begins commands in logs are written as escapes, which any JSON parser reads back as the same text (RFC 8259, section 7).
 */
export function escapeHidden(text: string): string {
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
