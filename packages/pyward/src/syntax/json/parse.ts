import { positionsIn, type Position } from "../lines.ts";
import type { JsonMember, JsonNode, JsonString } from "./node.ts";

/** Why a text is not JSON. Line and column are 1-based, offset and column count UTF-16 code units. */
export interface JsonError extends Position {
  readonly offset: number;
  readonly message: string;
}

export interface JsonDocument {
  readonly root: JsonNode;
  /** Line and column of an offset in the text. */
  positionOf(offset: number): Position;
}

export type JsonResult =
  | { readonly ok: true; readonly document: JsonDocument }
  | { readonly ok: false; readonly error: JsonError };

/**
 * Reads RFC 8259 JSON with the place of every value. Linear in the length of the text; brackets nest at most 200 deep.
 * A byte order mark at the start is skipped and counts as one code unit. Of members that are `skipped` only the end is
 * looked for: they are null, and take no memory.
 */
export function parseJson(text: string, skipped: ReadonlySet<string> = NONE): JsonResult {
  const positionOf = positionsIn(text);
  const reading: Reading = { text, skipped, at: text.startsWith("\u{FEFF}") ? 1 : 0, failure: null };
  const root = readValue(reading, 0);
  skipSpace(reading);
  if (reading.at < text.length) fail(reading, "expected the end of the text");
  if (root === null || reading.failure !== null) {
    const { offset, message } = reading.failure ?? { offset: 0, message: "expected a value" };
    return { ok: false, error: { offset, message, ...positionOf(offset) } };
  }
  return { ok: true, document: { root, positionOf } };
}

const NONE: ReadonlySet<string> = new Set();

interface Reading {
  readonly text: string;
  readonly skipped: ReadonlySet<string>;
  at: number;
  /** The first failure; once set, every reading function returns null up to the top. */
  failure: { readonly offset: number; readonly message: string } | null;
}

const MAX_DEPTH = 200;

function fail(reading: Reading, message: string, offset = reading.at): null {
  reading.failure ??= { offset, message };
  return null;
}

function skipSpace(reading: Reading): void {
  const { text } = reading;
  let { at } = reading;
  for (let unit = text.charCodeAt(at); isSpace(unit); unit = text.charCodeAt(at)) at++;
  reading.at = at;
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 13 || unit === 9;
}

function readValue(reading: Reading, depth: number): JsonNode | null {
  if (depth > MAX_DEPTH) return fail(reading, `brackets nest deeper than ${MAX_DEPTH}`);
  skipSpace(reading);
  const first = reading.text[reading.at];
  if (first === '"') return readString(reading);
  if (first === "{") return readObject(reading, depth);
  if (first === "[") return readArray(reading, depth);
  return readScalar(reading);
}

/** Skips to the next item; false at the closing bracket, null where neither follows. */
function continues(reading: Reading, close: string, isFirst: boolean): boolean | null {
  skipSpace(reading);
  const next = reading.text[reading.at];
  if (next === close) {
    reading.at++;
    return false;
  }
  if (isFirst) return true;
  if (next !== ",") return fail(reading, `expected , or ${close}`);
  reading.at++;
  return true;
}

function readArray(reading: Reading, depth: number): JsonNode | null {
  const start = reading.at++;
  const items: JsonNode[] = [];
  for (let more = continues(reading, "]", true); more !== false; more = continues(reading, "]", false)) {
    const item = more === null ? null : readValue(reading, depth + 1);
    if (item === null) return null;
    items.push(item);
  }
  return { kind: "array", items, start, end: reading.at };
}

function readObject(reading: Reading, depth: number): JsonNode | null {
  const start = reading.at++;
  const members = new Map<string, JsonMember>();
  for (let more = continues(reading, "}", true); more !== false; more = continues(reading, "}", false)) {
    if (more === null) return null;
    skipSpace(reading);
    if (reading.text[reading.at] !== '"') return fail(reading, "expected a name in double quotes");
    const name = readString(reading);
    skipSpace(reading);
    if (name !== null && reading.text[reading.at] !== ":") return fail(reading, "expected :");
    reading.at++;
    if (name === null) return null;
    const value = reading.skipped.has(name.value) ? skipValue(reading) : readValue(reading, depth + 1);
    if (value === null) return null;
    members.set(name.value, { key: name.start, value });
  }
  return { kind: "object", members, start, end: reading.at };
}

/** Brackets and strings are paired, and nothing else of the value is looked at. */
function skipValue(reading: Reading): JsonNode | null {
  const { text } = reading;
  skipSpace(reading);
  const start = reading.at;
  let depth = 0;
  let at = start;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (unit === 91 || unit === 123) depth++;
    else if (depth === 0 && (unit === 44 || unit === 93 || unit === 125)) break;
    else if (unit === 93 || unit === 125) depth--;
  }
  reading.at = at;
  if (at === start) return fail(reading, "expected a value");
  return { kind: "scalar", value: null, start, end: at };
}

/** The quote that closes. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let unit = text.charCodeAt(at); unit !== QUOTE && at < text.length; unit = text.charCodeAt(at))
    at += unit === BACKSLASH ? 2 : 1;
  return at;
}

const QUOTE = 34;
const BACKSLASH = 92;

function readString(reading: Reading): JsonString | null {
  const { text, at: start } = reading;
  let at = start + 1;
  let isVerbatim = true;
  for (let unit = text.charCodeAt(at); unit !== QUOTE; unit = text.charCodeAt(at)) {
    if (Number.isNaN(unit)) return fail(reading, "the string is not closed", start);
    if (unit < 32) return fail(reading, "a control character in a string", at);
    if (unit === BACKSLASH) isVerbatim = false;
    at += unit === BACKSLASH ? 2 : 1;
  }
  const end = at + 1;
  const value = isVerbatim ? text.slice(start + 1, at) : unescape(text.slice(start, end));
  if (value === null) return fail(reading, "the string has an escape that JSON does not know", start);
  reading.at = end;
  return { kind: "string", value, content: isVerbatim ? start + 1 : null, start, end };
}

function unescape(quoted: string): string | null {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

function readScalar(reading: Reading): JsonNode | null {
  const { text, at: start } = reading;
  for (const [word, value] of WORDS) {
    if (!text.startsWith(word, start)) continue;
    reading.at += word.length;
    return { kind: "scalar", value, start, end: reading.at };
  }
  NUMBER.lastIndex = start;
  const digits = NUMBER.exec(text)?.[0];
  if (digits === undefined) return fail(reading, "expected a value");
  reading.at += digits.length;
  return { kind: "scalar", value: Number(digits), start, end: reading.at };
}
