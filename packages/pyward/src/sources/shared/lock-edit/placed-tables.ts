import { entry, type TomlTable } from "../../../syntax/toml/index.ts";

/** A package of a lock, with the place of its text: from its header to the end of its last line. */
export interface PlacedTable {
  readonly table: TomlTable;
  readonly start: number;
  readonly end: number;
}

/**
 * The tables of a list, each under a header of its own and parted by one blank line from the next, as tools write them; null: they are laid out otherwise.
 * `tail`: where something else follows them, of which the line before is blank.
 */
export function placedTables(
  text: string,
  root: TomlTable,
  { key, tail = null }: { readonly key: "package" | "packages"; readonly tail?: number | null },
): readonly PlacedTable[] | null {
  const list = entry(root, key);
  const starts = [...text.matchAll(new RegExp(String.raw`^\[\[${key}\]\]$`, "gm"))].map(({ index }) => index);
  if (text.includes("\r") || list?.kind !== "array" || list.items.length !== starts.length) return null;
  const tables: PlacedTable[] = [];
  for (const [at, start] of starts.entries()) {
    const table = list.items[at];
    const next = starts[at + 1] ?? tail;
    const end = next === null ? text.length : next - 1;
    const isParted =
      text[end - 1] === "\n" && text[end - 2] !== "\n" && (next === null || text[end] === "\n");
    if (table?.kind !== "table" || end <= start || !isParted) return null;
    tables.push({ table, start, end });
  }
  return tables;
}
