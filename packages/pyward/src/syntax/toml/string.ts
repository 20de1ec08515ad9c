import type { Cursor } from "./cursor.ts";
import type { TomlString } from "./node.ts";

/**
 * Where the character at `index` of a string's value begins in the text that it was read from, past what escapes and line
 * continuations before it take; `value.length` gives the end of the content.
 */
export function placeInString(text: string, { value, start, content }: TomlString, index: number): number {
  if (content !== null) return content + index;
  const quote = text.charAt(start);
  let at = text.startsWith(quote.repeat(3), start) ? start + 3 : start + 1;
  if (at === start + 3) at = /\r?\n/y.test(text.slice(at, at + 2)) ? text.indexOf("\n", at) + 1 : at;
  for (let passed = 0; passed < Math.min(index, value.length);) {
    const escape = text.charCodeAt(at) === 92 ? readEscape(text, at + 1) : null;
    passed += escape === null ? 1 : escape.value.length;
    at = escape === null ? at + 1 : escape.end;
  }
  return at;
}

/** Reads any of the four kinds of string; the cursor stands on its first quote. `key` < 0: not named by a key. */
export function readString(cursor: Cursor, key: number): TomlString | null {
  const { text, at } = cursor;
  const quote = text.charCodeAt(at);
  const isBasic = quote === 34;
  if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote)
    return readMultiLine(cursor, key, isBasic);
  return isBasic ? readBasic(cursor, key) : readLiteral(cursor, key);
}

function readBasic(cursor: Cursor, key: number): TomlString | null {
  const { text, at: start } = cursor;
  const backslash = cursor.backslashFrom(start);
  let close: number | null = text.indexOf('"', start + 1);
  if (close !== -1 && close < backslash && close < cursor.newlineFrom(start)) {
    const value = text.slice(start + 1, close);
    cursor.at = close + 1;
    const at = key < 0 ? start : key;
    return {
      kind: "string",
      value,
      start,
      end: close + 1,
      name: "",
      key: at,
      next: null,
      content: start + 1,
    };
  }
  close = closingQuote(cursor, start + 1, '"');
  if (close === null || cursor.newlineFrom(start) < close) return unterminated(cursor, start);
  return finish(cursor, {
    start,
    key,
    from: start + 1,
    to: close,
    end: close + 1,
    escapes: backslash < close,
  });
}

function readLiteral(cursor: Cursor, key: number): TomlString | null {
  const start = cursor.at;
  const close = cursor.text.indexOf("'", start + 1);
  if (close === -1 || cursor.newlineFrom(start) < close) return unterminated(cursor, start);
  return finish(cursor, { start, key, from: start + 1, to: close, end: close + 1, escapes: false });
}

/** A line end straight after the opening quotes is no part of the value; up to two quotes before the closing are. */
function readMultiLine(cursor: Cursor, key: number, isBasic: boolean): TomlString | null {
  const { text } = cursor;
  const start = cursor.at;
  let from = start + 3;
  if (text.charCodeAt(from) === 13) from++;
  if (text.charCodeAt(from) === 10) from++;
  const quotes = isBasic ? '"""' : "'''";
  const backslash = isBasic ? cursor.backslashFrom(from) : text.length;
  const close = isBasic ? closingQuote(cursor, from, quotes) : text.indexOf(quotes, from);
  if (close === null || close === -1) return unterminated(cursor, start);
  let to = close;
  while (to < close + 2 && text[to + 3] === text[start]) to++;
  return finish(cursor, { start, key, from, to, end: to + 3, escapes: backslash < to });
}

function unterminated(cursor: Cursor, start: number): null {
  return cursor.fail("the string is not closed", start);
}

/** Offset of the first `quotes` at or after `from` that no backslash escapes; null: there is none. */
function closingQuote(cursor: Cursor, from: number, quotes: string): number | null {
  let at = from;
  let quote = cursor.text.indexOf(quotes, at);
  for (;;) {
    if (quote !== -1 && quote < at) quote = cursor.text.indexOf(quotes, at);
    if (quote === -1) return null;
    const backslash = cursor.backslashFrom(at);
    if (backslash > quote) return quote;
    at = backslash + 2;
  }
}

interface Extent {
  readonly start: number;
  readonly key: number;
  /** The content between the quotes. */
  readonly from: number;
  readonly to: number;
  readonly end: number;
  /** There is a backslash in it that means something. */
  readonly escapes: boolean;
}

function finish(cursor: Cursor, extent: Extent): TomlString | null {
  const { start, from, to, end, escapes } = extent;
  cursor.at = end;
  const raw = cursor.text.slice(from, to);
  const value = escapes ? unescape(cursor, raw, from) : raw;
  if (value === null) return null;
  const key = extent.key < 0 ? start : extent.key;
  return { kind: "string", value, start, end, name: "", key, next: null, content: escapes ? null : from };
}

const SIMPLE: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  e: "\u001B",
  '"': '"',
  "\\": "\\",
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
/** A backslash that ends a line removes the line end and all white space up to the next character. */
const LINE_CONTINUATION = /[ \t]*\r?\n[ \t\r\n]*/y;

function unescape(cursor: Cursor, raw: string, offset: number): string | null {
  let value = "";
  let at = 0;
  for (let backslash = raw.indexOf("\\"); backslash !== -1; backslash = raw.indexOf("\\", at)) {
    value += raw.slice(at, backslash);
    const escape = readEscape(raw, backslash + 1);
    if (escape === null)
      return cursor.fail("the string has an escape that TOML does not know", offset + backslash);
    value += escape.value;
    at = escape.end;
  }
  return value + raw.slice(at);
}

interface Escape {
  readonly value: string;
  readonly end: number;
}

function readEscape(raw: string, at: number): Escape | null {
  const letter = raw.charAt(at);
  if (Object.hasOwn(SIMPLE, letter)) return { value: SIMPLE[letter] ?? "", end: at + 1 };
  if (Object.hasOwn(HEX_LENGTH, letter)) return readScalar(raw, at + 1, HEX_LENGTH[letter] ?? 0);
  LINE_CONTINUATION.lastIndex = at;
  return LINE_CONTINUATION.test(raw) ? { value: "", end: LINE_CONTINUATION.lastIndex } : null;
}

/** A Unicode scalar value: no surrogates, at most U+10FFFF. */
function readScalar(raw: string, at: number, length: number): Escape | null {
  const digits = raw.slice(at, at + length);
  if (digits.length < length || /[^0-9A-Fa-f]/.test(digits)) return null;
  const point = Number.parseInt(digits, 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
  return { value: String.fromCodePoint(point), end: at + length };
}
