import { entriesOf, type TomlNode } from "../syntax/toml/index.ts";
import type { SettingValue } from "./config-file.ts";
import type { ValueType } from "./keys.ts";
import { problem, unknownKey, type Parsing } from "./problems.ts";
import { readValue } from "./read-value.ts";

/** The values of a small table by their names. */
export type Fields = ReadonlyMap<string, SettingValue>;

type Known = Readonly<Record<string, { readonly type: ValueType }>>;

/** Reads a table whose keys are all known. Null where it is none or has a problem, which is then said. */
export function fieldsOf(node: TomlNode, keys: Known, parsing: Parsing): Fields | null {
  if (node.kind !== "table") {
    problem(node, `${node.name === "" ? "this" : node.name} is not a table`, parsing);
    return null;
  }
  const before = parsing.problems.length;
  const fields = new Map<string, SettingValue>();
  for (const child of entriesOf(node)) {
    const key = Object.hasOwn(keys, child.name) ? keys[child.name] : undefined;
    if (key === undefined) {
      unknownKey(child, Object.keys(keys), parsing);
      continue;
    }
    const read = readValue(child, key.type, parsing.placeOf);
    if (read.ok) fields.set(child.name, read.value);
    else problem(read.node, `${child.name} wants ${read.expected}`, parsing);
  }
  return parsing.problems.length > before ? null : fields;
}

export function textField(fields: Fields, name: string): string | null {
  const value = fields.get(name);
  return value?.kind === "text" ? value.value : null;
}

export function listField(fields: Fields, name: string): readonly string[] {
  const value = fields.get(name);
  return value?.kind === "list" ? value.items.map(({ text }) => text) : [];
}
