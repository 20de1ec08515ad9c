import type { YamlList, YamlMap, YamlNode, YamlText } from "../../syntax/yaml/index.ts";

/** The value of a key; null where there is none, and for what is no map. */
export function valueAt(node: YamlNode | null, ...keys: readonly string[]): YamlNode | null {
  let at = node;
  for (const key of keys) at = at?.kind === "map" ? (at.entries.get(key)?.value ?? null) : null;
  return at;
}

export function textNodeAt(node: YamlNode | null, key: string): YamlText | null {
  const value = valueAt(node, key);
  return value?.kind === "text" ? value : null;
}

/** The text of a key; null for anything else, and for what is not there. */
export function textAt(node: YamlNode | null, key: string): string | null {
  return textNodeAt(node, key)?.value ?? null;
}

/** The items of the list of a key; none for anything else. */
export function itemsAt(node: YamlNode | null, key: string): YamlList["items"] {
  const value = valueAt(node, key);
  return value?.kind === "list" ? value.items : [];
}

/** The texts of the list of a key, in their order; what is none is left out. */
export function textsAt(node: YamlNode | null, key: string): readonly string[] {
  return itemsAt(node, key).flatMap((item) => (item.kind === "text" ? [item.value] : []));
}

/** The entries of the map of a key; none for anything else. */
export function entriesAt(node: YamlNode | null, key: string): YamlMap["entries"] {
  const value = valueAt(node, key);
  return value?.kind === "map" ? value.entries : new Map();
}
