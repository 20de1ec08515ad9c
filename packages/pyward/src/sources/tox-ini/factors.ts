import type { IniLine } from "../../syntax/ini/index.ts";

/** `py{27,36}-django: x`, `!py27,win32: x` ("Conditional settings"): what stands before a colon and a blank. */
const FACTORS = /^((?:[\w.!*?[\],\s-]|\{[^{}]*\})+):(?:\s+|$)/;
/** A blank divides no factors. */
const TWO_WORDS = /[^,\s{]\s+[^,\s}]/;

/** The line without the factors under which it holds: it is asked for somewhere. */
export function withoutFactors({ text, start }: IniLine): IniLine {
  const colon = text.indexOf(":");
  if (colon === -1 || colon > MAX_FACTORS) return { text, start };
  const [whole = "", factors = ""] = FACTORS.exec(text.slice(0, MAX_FACTORS)) ?? [];
  const length = TWO_WORDS.test(factors) ? 0 : whole.length;
  return { text: text.slice(length), start: start + length };
}

const MAX_FACTORS = 500;
