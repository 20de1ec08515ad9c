import { Cursor, expectLineEnd, skipBlank, skipSpace } from "./cursor.ts";
import { newTable, openItem, openTable, type OpenTable } from "./definition.ts";
import { readDottedParts, readKeyPart } from "./key.ts";
import { positionsIn, type Position } from "../lines.ts";
import type { TomlTable } from "./node.ts";
import { readPair } from "./value.ts";

/** Why a text is not TOML. Line and column are 1-based, offset and column count UTF-16 code units. */
export interface TomlError extends Position {
  readonly offset: number;
  readonly message: string;
}

export interface TomlDocument {
  readonly root: TomlTable;
  /** Line and column of an offset in the text. */
  positionOf(offset: number): Position;
}

export type TomlResult =
  | { readonly ok: true; readonly document: TomlDocument }
  | { readonly ok: false; readonly error: TomlError };

export interface TomlSettings {
  /**
   * Arrays and inline tables that match, as a whole, are kept as their text: `TomlVerbatim`. For the part of a lock file that is
   * most of its text and least of its meaning. Sticky, linear, and true of nothing that is not TOML.
   */
  readonly verbatim: RegExp;
}

/**
 * Reads a TOML document with the place of every value. Takes TOML 1.0 and 1.1 (whose only changes are things that 1.0
 * refuses). Linear in the length of the text; brackets nest and keys branch at most 200 deep. A byte order mark at the
 * start is skipped and counts as one code unit.
 */
export function parseToml(text: string, settings: TomlSettings | null = null): TomlResult {
  const positionOf = positionsIn(text);
  const cursor = new Cursor(text, settings?.verbatim ?? null);
  const root = readDocument(cursor);
  if (cursor.failure !== null) {
    return { ok: false, error: { ...cursor.failure, ...positionOf(cursor.failure.offset) } };
  }
  return { ok: true, document: { root, positionOf } };
}

/** Control characters that TOML allows nowhere: all but tab, LF, and CR before LF. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|\r(?!\n)/;
/** The same without looking ahead: twice as fast, and enough for a text without carriage returns. */
// oxlint-disable-next-line no-control-regex
const SUSPICIOUS = /[\u0000-\u0008\u000B-\u001F\u007F]/;

function readDocument(cursor: Cursor): OpenTable {
  const root = newTable("header", 0, 0);
  root.end = cursor.text.length;
  const forbidden = SUSPICIOUS.test(cursor.text) ? cursor.text.search(FORBIDDEN) : -1;
  if (forbidden !== -1) cursor.fail("a control character that TOML does not allow", forbidden);
  if (cursor.text.startsWith("\u{FEFF}")) cursor.at = 1;
  let table: OpenTable | null = root;
  while (table !== null && cursor.failure === null) {
    skipBlank(cursor);
    if (cursor.at >= cursor.text.length) break;
    if (cursor.text.charCodeAt(cursor.at) === 91) table = readHeader(cursor, root);
    else readPair(cursor, table, 0);
    if (cursor.failure === null) expectLineEnd(cursor);
  }
  return root;
}

function readHeader(cursor: Cursor, root: OpenTable): OpenTable | null {
  const start = cursor.at;
  const isItem = cursor.text.charCodeAt(start + 1) === 91;
  cursor.at += isItem ? 2 : 1;
  skipSpace(cursor);
  const { at } = cursor;
  const name = readKeyPart(cursor);
  const parts = name === null ? null : readDottedParts(cursor, { name, at });
  const last = parts?.at(-1);
  if (parts === null || last === undefined) return null;
  const close = isItem ? "]]" : "]";
  if (!cursor.text.startsWith(close, cursor.at)) return cursor.fail("the table header is not closed");
  cursor.at += close.length;
  const table = (isItem ? openItem : openTable)(cursor, root, parts.slice(0, -1), last);
  if (table === null) return null;
  table.start = start;
  table.end = cursor.at;
  return table;
}
