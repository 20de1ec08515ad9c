import { skipBlank, skipSpace, type Cursor } from "./cursor.ts";
import { assign, enterByDots, newTable, type OpenTable } from "./definition.ts";
import { MAX_DEPTH, readDottedParts, readKeyPart } from "./key.ts";
import type { TomlNode } from "./node.ts";
import { readScalar } from "./scalar.ts";
import { readString } from "./string.ts";

const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const DOT = 46;
const EQUALS = 61;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Reads one value. `key`: offset of the key that names it, below 0 for an item of an array. `depth`: brackets around it. */
function readValue(cursor: Cursor, key: number, depth: number): TomlNode | null {
  switch (cursor.peek()) {
    case QUOTE:
    case APOSTROPHE:
      return readString(cursor, key);
    case OPEN_BRACKET:
      return readVerbatim(cursor, key) ?? readArray(cursor, key, depth);
    case OPEN_BRACE:
      return readVerbatim(cursor, key) ?? readInlineTable(cursor, key, depth);
    default:
      return readScalar(cursor, key);
  }
}

/** Only what a key names; null: it is to be read. */
function readVerbatim(cursor: Cursor, key: number): TomlNode | null {
  const { verbatim, text, at: start } = cursor;
  if (verbatim === null || key < 0) return null;
  verbatim.lastIndex = start;
  if (!verbatim.test(text)) return null;
  const end = verbatim.lastIndex;
  cursor.at = end;
  return { kind: "verbatim", value: text.slice(start, end), start, end, name: "", key, next: null };
}

function readArray(cursor: Cursor, key: number, depth: number): TomlNode | null {
  const start = cursor.at;
  if (depth >= MAX_DEPTH) return cursor.fail("nested too deeply");
  let items: TomlNode[] | null = null;
  cursor.at++;
  for (;;) {
    skipBlank(cursor);
    if (cursor.peek() === CLOSE_BRACKET) break;
    const item = readValue(cursor, -1, depth + 1);
    if (item === null) return null;
    // The literal holds one item exactly, where a push would make room for seventeen: most arrays of a lock have one.
    if (items === null) items = [item];
    else items.push(item);
    if (!separate(cursor, CLOSE_BRACKET)) return cursor.fail("expected a comma or the end of the array");
  }
  cursor.at++;
  const at = key < 0 ? start : key;
  return {
    kind: "array",
    items: items ?? [],
    start,
    end: cursor.at,
    name: "",
    key: at,
    next: null,
    ofTables: false,
  };
}

/** Line ends, comments and a last comma are TOML 1.1's. */
function readInlineTable(cursor: Cursor, key: number, depth: number): TomlNode | null {
  const start = cursor.at;
  if (depth >= MAX_DEPTH) return cursor.fail("nested too deeply");
  const table = newTable("inline", start, key < 0 ? start : key);
  cursor.at++;
  for (;;) {
    skipBlank(cursor);
    if (cursor.peek() === CLOSE_BRACE) break;
    if (readPair(cursor, table, depth + 1) === null) return null;
    if (!separate(cursor, CLOSE_BRACE)) return cursor.fail("expected a comma or the end of the inline table");
  }
  cursor.at++;
  table.end = cursor.at;
  return table;
}

/** Passes a comma, or stays before the closing bracket; false: neither is there. */
function separate(cursor: Cursor, close: number): boolean {
  skipBlank(cursor);
  const unit = cursor.peek();
  if (unit === COMMA) cursor.at++;
  return unit === COMMA || unit === close;
}

/** Reads `key = value` into a table. */
export function readPair(cursor: Cursor, table: OpenTable, depth: number): true | null {
  let { at } = cursor;
  let name = readKeyPart(cursor);
  if (name === null) return null;
  let target: OpenTable | null = table;
  if (cursor.peek() === DOT) {
    const parts = readDottedParts(cursor, { name, at });
    const last = parts?.at(-1);
    if (parts === null || last === undefined) return null;
    ({ name, at } = last);
    target = enterByDots(cursor, table, parts.slice(0, -1));
    if (target === null) return null;
  }
  if (cursor.peek() !== EQUALS) return cursor.fail("expected an equals sign after the key");
  cursor.at++;
  skipSpace(cursor);
  const value = readValue(cursor, at, depth);
  return value === null ? null : assign(cursor, target, name, value);
}
