import type { TomlNode } from "../../syntax/toml/index.ts";

/** The text of a string; null for anything else, and for what is not there. */
export function stringOf(node: TomlNode | null): string | null {
  return node?.kind === "string" ? node.value : null;
}

/** The strings of an array, in their order; what is none of them is left out. */
export function stringsOf(node: TomlNode | null): readonly string[] {
  return node?.kind === "array"
    ? node.items.flatMap((item) => (item.kind === "string" ? [item.value] : []))
    : [];
}

export function isTrue(node: TomlNode | null): boolean {
  return node?.kind === "boolean" && node.value;
}
