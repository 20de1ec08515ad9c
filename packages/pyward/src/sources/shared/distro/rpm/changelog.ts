import { fixesOf } from "../fixes.ts";

/** More than any package has; older entries say nothing that newer ones do not. */
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * The CVEs that the texts of an rpm's changelog say to have fixed. Each text is one entry, whose items open with a dash (or, rarely, with another
 * bullet) at the line's start; what is indented belongs to the item above it. A text without a bullet is one item.
 */
export function fixesInTexts(texts: readonly string[]): readonly string[] {
  let length = 0;
  const read = texts.filter((text) => (length += text.length) <= MAX_LENGTH);
  return fixesOf(read.flatMap(itemsOf));
}

function itemsOf(text: string): readonly string[] {
  const items: string[] = [];
  for (const line of text.split("\n")) {
    const bullet = /^ ?[-*+o•] ?(?=\S)/.exec(line);
    const last = items.length - 1;
    if (bullet !== null) items.push(line.slice(bullet[0].length).trim());
    else if (last === -1) items.push(line.trim());
    else items[last] = `${items[last]} ${line.trim()}`;
  }
  return items;
}
