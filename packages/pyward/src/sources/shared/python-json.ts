import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { entriesOf, type TomlNode } from "../../syntax/toml/index.ts";

/** What Python's `json.dumps(…, sort_keys=True)` is asked to write: TOML values, and what is made of them. */
export type Dumped =
  | null
  | string
  | { readonly kind: "toml"; readonly node: TomlNode }
  | readonly Dumped[]
  | ReadonlyMap<string, Dumped>;

interface Separators {
  readonly item: string;
  readonly key: string;
}

/** Python's defaults, and those of a compact dump. */
export const SPACED: Separators = { item: ", ", key: ": " };
export const COMPACT: Separators = { item: ",", key: ":" };

/**
 * SHA-256, in hexadecimal, of what Python's `json` writes with sorted keys and all but ASCII escaped. Null where
 * Python refuses: it has no JSON for dates.
 */
export function hashOfDump(value: Dumped, separators: Separators): string | null {
  const text = dump(value, separators);
  return text === null ? null : bytesToHex(sha256(utf8ToBytes(text)));
}

function dump(value: Dumped, separators: Separators): string | null {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (value instanceof Map) return dumpTable(value, separators);
  if (isList(value)) return dumpList(value, separators);
  return "node" in value ? dumpNode(value.node, separators) : null;
}

function isList(value: object): value is readonly Dumped[] {
  return Array.isArray(value);
}

function dumpNode(node: TomlNode, separators: Separators): string | null {
  switch (node.kind) {
    case "table":
      return dumpTable(new Map([...entriesOf(node)].map((child) => [child.name, toml(child)])), separators);
    case "array":
      return dumpList(node.items.map(toml), separators);
    case "string":
      return quote(node.value);
    case "float":
      return Number.isInteger(node.value) ? `${node.value}.0` : String(node.value);
    case "date-time":
    case "verbatim":
      return null;
    case "integer":
    case "boolean":
      return String(node.value);
  }
}

/** A TOML value to be written as it stands. */
export function toml(node: TomlNode): Dumped {
  return { kind: "toml", node };
}

function dumpTable(table: ReadonlyMap<string, Dumped>, separators: Separators): string | null {
  const parts: string[] = [];
  for (const [key, value] of [...table].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const text = dump(value, separators);
    if (text === null) return null;
    parts.push(`${quote(key)}${separators.key}${text}`);
  }
  return `{${parts.join(separators.item)}}`;
}

function dumpList(items: readonly Dumped[], separators: Separators): string | null {
  const parts: string[] = [];
  for (const item of items) {
    const text = dump(item, separators);
    if (text === null) return null;
    parts.push(text);
  }
  return `[${parts.join(separators.item)}]`;
}

function quote(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007F-\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
