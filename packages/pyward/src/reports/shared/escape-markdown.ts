import { neutralise } from "./neutralise.ts";

/**
 * A text from outside as Markdown that shows it and does nothing: no link, image, HTML, mention or reference to an issue, no end of a
 * table's cell (GitHub Flavored Markdown 0.29, 2.4 and 4.10). Characters are written as entities where a backslash would not do.
 */
export function escape(text: string): string {
  return neutralise(text)
    .replace(/[\\`*_{}[\]()<>#+!|~&:@$-]/g, (character) => ENTITIES[character] ?? `\\${character}`)
    .replace(/\bGH-(?=[0-9])/gi, (start) => `${start.slice(0, 2)}&#45;`)
    .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}&#46;`);
}

/** What starts a link, a mention, a shortcut or a tag even where a backslash stands before it. */
const ENTITIES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  "@": "&#64;",
  ":": "&#58;",
  "#": "&#35;",
  "|": "&#124;",
  "-": "-",
};

/** A link with a text of ours or an id; only to the web, and the address cannot end early. */
export function link(text: string, url: string): string {
  if (!url.startsWith("https://") || !URL.canParse(url)) return escape(text);
  const { href } = new URL(url);
  return `[${escape(text)}](${href.replace(/[()<>\\\s|*_~`[\]@]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}
