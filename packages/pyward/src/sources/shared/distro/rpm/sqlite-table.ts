import { joinPieces, RpmDamage, viewNumbers, type NumberView } from "./damage.ts";
import { openPages, type SqlitePages } from "./sqlite-pages.ts";

/** Deeper than any: a tree of two children a page has 2^40 pages then. */
const MAX_DEPTH = 40;
const LEAF = 0x0d;
const INTERIOR = 0x05;

/**
 * The headers in rpm's database of SQLite: the column `blob` of its table `Packages (hnum INTEGER PRIMARY KEY, blob BLOB)`, in the order of the
 * table. Throws RpmDamage, also in the middle.
 */
export function* headersInSqlite(file: Uint8Array, log: Uint8Array | null): Generator<Uint8Array> {
  const root = rootOf(openPages(file, log));
  if (root === null) throw new RpmDamage("it has no table Packages");
  for (const row of rowsOf(openPages(file, log), root, 0)) {
    const blob = valuesOf(row)[1];
    if (blob instanceof Uint8Array) yield blob;
    else throw new RpmDamage("a row of its table Packages has no header");
  }
}

/** The table's first page, by the schema, which is the table on page 1: type, name, tbl_name, rootpage, sql. */
function rootOf(pages: SqlitePages): number | null {
  for (const row of rowsOf(pages, 1, 0)) {
    const [type, name, , root] = valuesOf(row);
    if (type === "table" && name === "Packages" && typeof root === "number") return root;
  }
  return null;
}

/** The records of a table's b-tree (SQLite file format, 1.6). */
function* rowsOf(pages: SqlitePages, number: number, depth: number): Generator<Uint8Array> {
  if (depth > MAX_DEPTH) throw new RpmDamage("its tables are too deep");
  const page = pages.take(number);
  const start = number === 1 ? 100 : 0;
  const kind = page.u8(start);
  if (kind !== LEAF && kind !== INTERIOR) throw new RpmDamage(`page ${number} is not of a table`);
  const cells = page.u16(start + 3);
  const pointers = start + (kind === LEAF ? 8 : 12);
  for (let at = 0; at < cells; at++) {
    const cell = page.u16(pointers + 2 * at);
    if (kind === LEAF) yield payloadOf(pages, page, cell);
    else yield* rowsOf(pages, page.u32(cell), depth + 1);
  }
  if (kind === INTERIOR) yield* rowsOf(pages, page.u32(start + 8), depth + 1);
}

/** A record, of which what does not fit in the page lies in a chain of others. */
function payloadOf(pages: SqlitePages, page: NumberView, cell: number): Uint8Array {
  const { usable } = pages;
  const size = varint(page, cell);
  const rowid = varint(page, size.end);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size.value - least) % (usable - 4));
  const most = usable - 35;
  const local = size.value <= most ? size.value : fitting <= most ? fitting : least;
  const pieces = [page.bytes(rowid.end, local)];
  let left = size.value - local;
  let next = left === 0 ? 0 : page.u32(rowid.end + local);
  while (left > 0) {
    const more = pages.take(next);
    const length = Math.min(left, usable - 4);
    pieces.push(more.bytes(4, length));
    next = more.u32(0);
    left -= length;
  }
  return joinPieces(pieces);
}

type Value = number | string | Uint8Array | null;

/** The columns of a record (2.1 of the format). A number that no page or tag has is null. */
function valuesOf(record: Uint8Array): readonly Value[] {
  const view = viewNumbers(record);
  const size = varint(view, 0);
  const values: Value[] = [];
  let body = size.value;
  for (let at = size.end; at < size.value;) {
    const { value: type, end } = varint(view, at);
    const length = lengthOf(type);
    values.push(valueOf(type, view.bytes(body, length)));
    body += length;
    at = end;
  }
  return values;
}

function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0;
}

function valueOf(type: number, bytes: Uint8Array): Value {
  if (type >= 12) return type % 2 === 0 ? bytes : new TextDecoder().decode(bytes);
  if (type === 8 || type === 9) return type - 8;
  return type >= 1 && type <= 4 ? bytes.reduce((value, byte) => value * 256 + byte, 0) : null;
}

/** Of up to nine bytes; a value that JavaScript cannot hold is damage. */
function varint(view: NumberView, offset: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = 0; at < 7; at++) {
    const byte = view.u8(offset + at);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: offset + at + 1 };
  }
  // Row ids alone may be that large, and none of them is used.
  const last = [7, 8].find((at) => at === 8 || view.u8(offset + at) < 0x80) ?? 8;
  return { value: Number.MAX_SAFE_INTEGER, end: offset + last + 1 };
}
