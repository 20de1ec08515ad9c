import { isHidden } from "./hidden-characters.ts";

/** Texts from outside are cut here, in code points, so that one hostile name cannot fill the screen. */
export const SHOWN_LIMIT = 500;

/** More marks than this on one letter pile up over the neighbouring lines; real scripts stay below. */
const MARKS_ON_ONE_LETTER = 4;

/** Printable ASCII and the signs that pyward writes itself. Asking about other characters loads Unicode tables, milliseconds: no such question stands outside of a function. */
const PLAIN = /^[\x20-\x7e·→…]*$/;
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * A text from outside as it may be shown on a terminal or in a build log: one line, nothing invisible, nothing that
 * a terminal or a build service takes for a command. What was there stays visible, as escapes such as `\x1b`.
 * Cut after `SHOWN_LIMIT` code points, with an ellipsis.
 *
 * Not reversible and not meant to be: the JSON report has the exact text.
 */
export function neutralise(text: string): string {
  if (isPlain(text)) return withoutCommands(text);
  const shown: string[] = [];
  let marks = 0;
  let length = 0;
  for (const character of text) {
    if (length === SHOWN_LIMIT) {
      shown.push("…");
      break;
    }
    marks = isMark(character) ? marks + 1 : 0;
    shown.push(marks > MARKS_ON_ONE_LETTER ? escaped(character) : visible(character));
    length++;
  }
  return withoutCommands(shown.join(""));
}

/** Nothing in it needs more than `withoutCommands`, and every character takes one column. */
export function isPlain(text: string): boolean {
  return text.length <= SHOWN_LIMIT && PLAIN.test(text);
}

function isMark(character: string): boolean {
  return character >= "\u0300" && /^\p{M}$/u.test(character);
}

function visible(character: string): string {
  if (PLAIN.test(character)) return character;
  if (isHidden(character.codePointAt(0) ?? 0)) return escaped(character);
  return /^\p{Zs}$/u.test(character) ? " " : character;
}

function escaped(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  const codePoint = character.codePointAt(0) ?? 0;
  const hex = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/**
 * Build services read commands from the log: GitHub Actions `::name ::text` at the start of a line and `##[name]`
 * anywhere, Azure Pipelines `##vso[…]`, TeamCity `##teamcity[…]`. A `::` stays only between two words (`std::vector`),
 * where a line break can be kept from putting it first.
 */
export function withoutCommands(text: string): string {
  if (!text.includes("::") && !text.includes("##")) return text;
  return text.replace(/(?<=#)#/g, "\\x23").replace(/(?<!\w)::|::(?!\w)/g, ":\\x3a");
}
