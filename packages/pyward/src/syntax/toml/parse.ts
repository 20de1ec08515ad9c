import { Cursor, expectLineEnd, skipBlank, skipSpace } from "./cursor.ts";
import { isOpenArray, newTable, openItem, openTable, type OpenTable } from "./definition.ts";
import { readDottedParts, readKeyPart } from "./key.ts";
import { positionsIn, type Position } from "../lines.ts";
import { entry, type TomlTable } from "./node.ts";
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
  readonly verbatim?: RegExp;
  /**
   * Takes the tables of the array of tables of that name at the top, each when it is complete, and keeps none of them: the array
   * ends up empty. A lock file of thousands of packages is never in memory as nodes. What was taken counts only where
   * the document turns out to be TOML.
   */
  readonly items?: ItemsOf;
}

interface ItemsOf {
  readonly name: string;
  take(table: TomlTable): void;
  /**
   * Items that match are not read: `takePlain` gets the match. From the header to where the next item's header or the end of
   * the text must follow; sticky, linear, and true of nothing that is not TOML, control characters included. The first
   * item is always read.
   */
  readonly plain?: RegExp;
  takePlain?(match: RegExpExecArray): void;
}

/**
 * Reads a TOML document with the place of every value. Takes TOML 1.0 and 1.1 (whose only changes are things that 1.0
 * refuses). Linear in the length of the text; brackets nest and keys branch at most 200 deep. A byte order mark at the
 * start is skipped and counts as one code unit.
 */
export function parseToml(text: string, settings: TomlSettings | null = null): TomlResult {
  const positionOf = positionsIn(text);
  const cursor = new Cursor(text, settings?.verbatim ?? null);
  const root = readDocument(cursor, settings?.items ?? null);
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

function readDocument(cursor: Cursor, items: ItemsOf | null): OpenTable {
  const root = newTable("header", 0, 0);
  root.end = cursor.text.length;
  const unseen = new Unseen(cursor.text);
  if (items?.plain === undefined) unseen.upTo(cursor.text.length);
  if (unseen.forbidden !== null) cursor.fail(FORBIDDEN_HERE, unseen.forbidden);
  if (cursor.text.startsWith("\u{FEFF}")) cursor.at = 1;
  let table: OpenTable | null = root;
  while (table !== null && cursor.failure === null) {
    skipBlank(cursor);
    if (cursor.at >= cursor.text.length) break;
    if (cursor.text.charCodeAt(cursor.at) === 91) {
      if (items !== null && passPlain(items, cursor, root, unseen)) continue;
      table = readHeader(cursor, root);
      if (items !== null && table !== null) hand(items, root, table);
    } else readPair(cursor, table, 0);
    if (cursor.failure === null) expectLineEnd(cursor);
  }
  if (items !== null) hand(items, root, null);
  unseen.upTo(cursor.text.length);
  // Nothing else that is wrong with a text matters as much, wherever it stands.
  if (unseen.forbidden !== null) cursor.failure = { offset: unseen.forbidden, message: FORBIDDEN_HERE };
  return root;
}

const FORBIDDEN_HERE = "a control character that TOML does not allow";

/** Looks for control characters in the parts of a text that nothing else has seen to be free of them. */
class Unseen {
  readonly #text: string;
  #from = 0;
  /** Offset of the first that was found. */
  forbidden: number | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  upTo(end: number): void {
    if (end > this.#from && this.forbidden === null) this.#look(this.#from, end);
    this.#from = end;
  }

  /** What lies before was seen. */
  passTo(end: number): void {
    this.#from = end;
  }

  #look(from: number, to: number): void {
    const isWhole = from === 0 && to === this.#text.length;
    const part = isWhole ? this.#text : this.#text.slice(from, to);
    const at = SUSPICIOUS.test(part) ? part.search(FORBIDDEN) : -1;
    if (at !== -1) this.forbidden = from + at;
  }
}

/** Takes the items from here on that need no reading. */
function passPlain(items: ItemsOf, cursor: Cursor, root: OpenTable, unseen: Unseen): boolean {
  const { name, plain, takePlain } = items;
  if (plain === undefined || takePlain === undefined) return false;
  const list = entry(root, name);
  if (list === null || !isOpenArray(list)) return false;
  plain.lastIndex = cursor.at;
  let match = plain.exec(cursor.text);
  if (match === null) return false;
  for (const open of list.items.splice(0)) items.take(open);
  unseen.upTo(cursor.at);
  for (; match !== null; match = plain.exec(cursor.text)) {
    cursor.at = plain.lastIndex;
    takePlain(match);
  }
  unseen.passTo(cursor.at);
  return true;
}

/** An item is complete where the next one begins, or the document ends. */
function hand({ name, take }: ItemsOf, root: OpenTable, begun: OpenTable | null): void {
  const list = entry(root, name);
  if (list === null || !isOpenArray(list)) return;
  const { items } = list;
  if (begun !== null && (items.length < 2 || items.at(-1) !== begun)) return;
  const [complete] = items;
  if (complete === undefined) return;
  items.shift();
  take(complete);
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
