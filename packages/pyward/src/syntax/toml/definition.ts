import type { Cursor } from "./cursor.ts";
import type { KeyPart } from "./key.ts";
import { CHAIN_LIMIT, entry, type TomlArray, type TomlNode, type TomlTable } from "./node.ts";

/**
 * How a table came to be, which decides what may be added to it (TOML 1.1, "Keys" and "Table"):
 * `header` by its own `[header]`; `implied` by the header of a table inside it; `dotted` by a dotted key; `inline`.
 */
type Form = "header" | "implied" | "dotted" | "inline";

/** A table while its document is being read. */
export interface OpenTable extends TomlTable {
  start: number;
  end: number;
  size: number;
  first: TomlNode | null;
  last: Link | null;
  index: Map<string, TomlNode> | null;
  form: Form;
}

/** The two fields of a node that are filled when it enters its table. */
interface Link {
  name: string;
  next: TomlNode | null;
}

interface OpenArray extends TomlArray {
  readonly items: OpenTable[];
}

const TWICE = "the key is defined twice";

export function newTable(form: Form, start: number, key: number): OpenTable {
  return {
    kind: "table",
    start,
    end: start,
    name: "",
    key,
    next: null,
    size: 0,
    first: null,
    last: null,
    index: null,
    form,
  };
}

/** Enters `name = value`; `at`: offset of the name. */
export function assign(cursor: Cursor, table: OpenTable, name: string, value: TomlNode): true | null {
  if (entry(table, name) !== null) return cursor.fail(TWICE, value.key);
  link(table, name, value);
  return true;
}

function link(table: OpenTable, name: string, node: TomlNode): void {
  const added: Link = node;
  added.name = name;
  if (table.last === null) table.first = node;
  else table.last.next = node;
  table.last = added;
  table.size++;
  if (table.index !== null) table.index.set(name, node);
  else if (table.size > CHAIN_LIMIT) table.index = indexOf(table);
}

function indexOf(table: OpenTable): Map<string, TomlNode> {
  const index = new Map<string, TomlNode>();
  for (let node = table.first; node !== null; node = node.next) index.set(node.name, node);
  return index;
}

/**
 * The table that the parts of a dotted key before its last lead to, made where they are new. A dotted key goes on only
 * through tables that dotted keys made: a header's table is complete where it stands.
 */
export function enterByDots(cursor: Cursor, table: OpenTable, path: readonly KeyPart[]): OpenTable | null {
  let target = table;
  for (const part of path) {
    const existing = entry(target, part.name);
    if (existing === null) target = addTable(target, part, "dotted");
    else if (isOpen(existing) && existing.form === "dotted") target = existing;
    else return cursor.fail("a dotted key cannot add to what is defined elsewhere", part.at);
  }
  return target;
}

function addTable(parent: OpenTable, part: KeyPart, form: Form): OpenTable {
  const made = newTable(form, part.at, part.at);
  made.end = part.at + part.name.length;
  link(parent, part.name, made);
  return made;
}

/** The table that `[a.b]` opens: `path` holds `a`, `part` is `b`. */
export function openTable(
  cursor: Cursor,
  root: OpenTable,
  path: readonly KeyPart[],
  part: KeyPart,
): OpenTable | null {
  const parent = enterByHeader(cursor, root, path);
  if (parent === null) return null;
  const existing = entry(parent, part.name);
  if (existing === null) return addTable(parent, part, "header");
  if (!isOpen(existing) || existing.form !== "implied") return cursor.fail(TWICE, part.at);
  existing.form = "header";
  return existing;
}

/** The table that `[[a.b]]` adds to its array. */
export function openItem(
  cursor: Cursor,
  root: OpenTable,
  path: readonly KeyPart[],
  part: KeyPart,
): OpenTable | null {
  const parent = enterByHeader(cursor, root, path);
  if (parent === null) return null;
  const { at, name } = part;
  const made = newTable("header", at, at);
  const existing = entry(parent, name);
  if (existing === null) {
    const array: OpenArray = {
      kind: "array",
      items: [made],
      start: at,
      end: at + name.length,
      name,
      key: at,
      next: null,
      ofTables: true,
    };
    link(parent, name, array);
    return made;
  }
  if (!isOpenArray(existing)) return cursor.fail(TWICE, at);
  existing.items.push(made);
  return made;
}

function enterByHeader(cursor: Cursor, root: OpenTable, path: readonly KeyPart[]): OpenTable | null {
  let table = root;
  for (const part of path) {
    const existing = entry(table, part.name);
    if (existing === null) table = addTable(table, part, "implied");
    else if (isOpen(existing) && existing.form !== "inline") table = existing;
    else if (isOpenArray(existing)) table = existing.items.at(-1) ?? table;
    else return cursor.fail("the header goes through a value that is complete", part.at);
  }
  return table;
}

/** Every table of a document under reading was made by `newTable`. */
function isOpen(node: TomlNode): node is OpenTable {
  return node.kind === "table";
}

/** An array that headers made and may add to. */
export function isOpenArray(node: TomlNode): node is OpenArray {
  return node.kind === "array" && node.ofTables;
}
