import { skipSpace, type Cursor } from "./cursor.ts";
import { readString } from "./string.ts";

/** How many parts a key may have, and how deep brackets may nest: far above real documents, below any stack. */
export const MAX_DEPTH = 200;

export interface KeyPart {
  readonly name: string;
  readonly at: number;
}

const DOT = 46;

/** Reads the parts of a dotted key after its first; the cursor stands on a dot or, where there is none, after the key. */
export function readDottedParts(cursor: Cursor, first: KeyPart): readonly KeyPart[] | null {
  const parts = [first];
  while (cursor.peek() === DOT) {
    if (parts.length >= MAX_DEPTH) return cursor.fail("nested too deeply");
    cursor.at++;
    skipSpace(cursor);
    const { at } = cursor;
    const name = readKeyPart(cursor);
    if (name === null) return null;
    parts.push({ name, at });
  }
  return parts;
}

/** 1 for the code units of a bare key: ASCII letters, digits, `_` and `-`. */
const BARE = Uint8Array.from({ length: 128 }, (_, unit) =>
  /[A-Za-z0-9_-]/.test(String.fromCharCode(unit)) ? 1 : 0,
);

/** Reads one part of a key, bare or quoted, and the white space after it. */
export function readKeyPart(cursor: Cursor): string | null {
  const { text, at } = cursor;
  let end = at;
  while (BARE[text.charCodeAt(end)] === 1) end++;
  if (end === at) return readQuotedPart(cursor);
  cursor.at = end;
  skipSpace(cursor);
  return cursor.word(at, end);
}

function readQuotedPart(cursor: Cursor): string | null {
  const { text, at } = cursor;
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return cursor.fail("expected a key");
  if (text.startsWith(quote.repeat(3), at)) return cursor.fail("a key cannot be a multi-line string");
  const part = readString(cursor, at);
  skipSpace(cursor);
  return part === null ? null : part.value;
}
