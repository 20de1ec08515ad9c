import type { Token } from "./token.ts";

/** The text that a string literal stands for. */
export interface StringValue {
  readonly value: string;
  /** Where the value stands verbatim in the file; null where it is written in another way. */
  readonly content: number | null;
}

/** `computed`: an f-string, or a named character; `bytes` are no text. */
export type ReadString = StringValue | "computed" | "bytes";

/** The value of a string token ("String and Bytes literals" of the language reference). */
export function readStringToken(text: string, { start, end, text: written }: Token): ReadString {
  const prefix = written.toLowerCase();
  if (prefix.includes("b")) return "bytes";
  if (prefix.includes("f") || prefix.includes("t")) return "computed";
  const open = start + prefix.length;
  const length = text.startsWith(text.charAt(open).repeat(3), open) && end - open >= 6 ? 3 : 1;
  const content = open + length;
  const raw = text.slice(content, end - length);
  const lines = raw.includes("\r") ? raw.replaceAll(/\r\n?/g, "\n") : raw;
  const value = prefix.includes("r") || !lines.includes("\\") ? lines : unescape(lines);
  if (value === null) return "computed";
  return { value, content: value === raw ? content : null };
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^]))/gu;

const SINGLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Null where a character is named, which takes Unicode's list, or where Python refuses the escape. */
function unescape(text: string): string | null {
  let isReadable = true;
  const value = text.replaceAll(ESCAPE, (all: string, ...groups: (string | undefined)[]) => {
    const [octal, hex, short, long, single] = groups;
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const point = Number.parseInt(hex ?? short ?? long ?? "", 16);
    if (point <= 0x10ffff) return String.fromCodePoint(point);
    if (single === undefined || "NxuU".includes(single)) isReadable = false;
    return SINGLE[single ?? ""] ?? all;
  });
  return isReadable ? value : null;
}
