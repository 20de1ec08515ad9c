/**
 * What a TOML document holds, with the place of everything. Offsets are UTF-16 code units in the text that was
 * read. A lock file has a hundred thousand values, so they are one flat object each and the entries of a table are a
 * chain: read them with `entry`, `entryAt` and `entriesOf`.
 */
export type TomlNode =
  | TomlString
  | TomlInteger
  | TomlFloat
  | TomlBoolean
  | TomlDateTime
  | TomlArray
  | TomlTable
  | TomlVerbatim;

interface Placed {
  /** `start` and `end` enclose the value as written, quotes and brackets included; of a `[table]`, its header. */
  readonly start: number;
  readonly end: number;
  /** The key that names it; "" for an item of an array. */
  readonly name: string;
  /** Offset of that key (of its last part, where it is dotted); `start` for an item of an array. */
  readonly key: number;
  /** The next entry of the same table. */
  readonly next: TomlNode | null;
}

export interface TomlString extends Placed {
  readonly kind: "string";
  readonly value: string;
  /**
   * Where the value stands verbatim in the text, so that offsets in the value and in the text differ by this;
   * null where an escape makes them differ.
   */
  readonly content: number | null;
}

export interface TomlInteger extends Placed {
  readonly kind: "integer";
  /** A bigint where a number could not hold it exactly; always within 64 bits. */
  readonly value: number | bigint;
}

export interface TomlFloat extends Placed {
  readonly kind: "float";
  readonly value: number;
}

export interface TomlBoolean extends Placed {
  readonly kind: "boolean";
  readonly value: boolean;
}

/** Any of TOML's four date and time types; the text as written, checked against the calendar. */
export interface TomlDateTime extends Placed {
  readonly kind: "date-time";
  readonly type: "offset-date-time" | "local-date-time" | "local-date" | "local-time";
  readonly value: string;
}

export interface TomlArray extends Placed {
  readonly kind: "array";
  readonly items: readonly TomlNode[];
  /** Made by `[[headers]]`; its span is that of the first header. */
  readonly ofTables: boolean;
}

export interface TomlTable extends Placed {
  readonly kind: "table";
  readonly size: number;
  readonly first: TomlNode | null;
  /** Present in tables of more than `CHAIN_LIMIT` entries. */
  readonly index: ReadonlyMap<string, TomlNode> | null;
}

/**
 * An array or inline table whose content was not read, only seen to be TOML: there are such nodes only where the caller of
 * `parseToml` asked for them.
 */
export interface TomlVerbatim extends Placed {
  readonly kind: "verbatim";
  /** The text from `start` to `end`. */
  readonly value: string;
}

/** The length up to which walking a chain beats a hash table. */
export const CHAIN_LIMIT = 8;

/** The entry of that name; null: there is none. Any name is safe to ask for, `__proto__` too. */
export function entry(table: TomlTable, name: string): TomlNode | null {
  if (table.index !== null) return table.index.get(name) ?? null;
  let node = table.first;
  while (node !== null && node.name !== name) node = node.next;
  return node;
}

/** Follows names through tables; null where one is missing or no table. */
export function entryAt(table: TomlTable, ...path: readonly string[]): TomlNode | null {
  let node: TomlNode | null = table;
  for (const name of path) {
    if (node === null || node.kind !== "table") return null;
    node = entry(node, name);
  }
  return node;
}

/** Every entry, in the order of the text. */
export function* entriesOf(table: TomlTable): Generator<TomlNode, void, undefined> {
  for (let node = table.first; node !== null; node = node.next) yield node;
}
