import { entriesOf, type TomlNode } from "./node.ts";

/** A value without places: what `JSON.parse` would give, dates as text. Tables are Maps, so that no key is special. */
export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | readonly PlainValue[]
  | ReadonlyMap<string, PlainValue>;

export function toPlain(node: TomlNode): PlainValue {
  switch (node.kind) {
    case "table":
      return new Map([...entriesOf(node)].map((child) => [child.name, toPlain(child)]));
    case "array":
      return node.items.map(toPlain);
    default:
      return node.value;
  }
}
