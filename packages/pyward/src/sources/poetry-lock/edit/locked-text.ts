import { normalizeName } from "../../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../../syntax/toml/index.ts";
import type { TomlFile } from "../../shared/read-toml.ts";
import { isTrue, stringOf, stringsOf } from "../../shared/toml-values.ts";

/** A dependency of a locked package. A package with different conditions has several of a name. */
export interface Link {
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker: string | null;
  readonly isOptional: boolean;
}

/** A package of a lock, with the place of its text: from its header to the end of its last line. */
export interface Block {
  readonly name: string;
  readonly version: string;
  readonly groups: readonly string[];
  readonly marker: string | null;
  readonly isOptional: boolean;
  readonly links: readonly Link[];
  /** Lines that a change of the version leaves as they are: before and after `files`, and the table of the source. */
  readonly kept: { readonly groups: string; readonly source: string };
  readonly rawName: string;
  readonly start: number;
  readonly end: number;
}

export interface LockText {
  readonly pythons: string;
  readonly blocks: readonly Block[];
}

const HEADER = /^\[\[package\]\]$/gm;

/** Null: it is not laid out as Poetry 2 writes it. */
export function readLockText(text: string, { root }: TomlFile): LockText | null {
  const list = entry(root, "package");
  const starts = [...text.matchAll(HEADER)].map(({ index }) => index);
  const pythons = stringOf(entryAt(root, "metadata", "python-versions"));
  const version = stringOf(entryAt(root, "metadata", "lock-version"));
  if (version !== "2.1" || pythons === null || text.includes("\r")) return null;
  if (list?.kind !== "array" || list.items.length !== starts.length) return null;
  const tail = /^\[(?:extras|metadata)\]$/m.exec(text)?.index ?? text.length;
  const blocks: Block[] = [];
  for (const [at, start] of starts.entries()) {
    const item = list.items[at];
    const end = (starts[at + 1] ?? tail) - 1;
    const block = item?.kind === "table" && end > start ? blockOf(item, text, { start, end }) : null;
    if (block === null) return null;
    blocks.push(block);
  }
  return { pythons, blocks };
}

/** The lines of a package in their order; a package from elsewhere, or one that Poetry could not read, has others. */
const LAYOUT = new RegExp(
  [
    String.raw`^\[\[package\]\]\nname = "([^"\\\n]+)"\nversion = "([^"\\\n]+)"\ndescription = "[^\n]*"\noptional = (?:true|false)\n`,
    String.raw`python-versions = "[^"\\\n]+"\n(groups = \[[^\]\n]*\]\n(?:markers = "[^\n]*"\n)?)`,
    String.raw`files = \[(?:\n(?: {4}\{file = "[^"\\\n]+", hash = "sha256:[0-9a-f]{64}"\},\n)*)?\]\n`,
    String.raw`(?:\n\[package\.dependencies\]\n(?:(?!\[)[^\n]+\n)+)?(?:\n\[package\.extras\]\n(?:(?!\[)[^\n]+\n)+)?`,
    String.raw`(\n\[package\.source\]\ntype = "legacy"\nurl = "[^"\\\n]+"\nreference = "[^"\\\n]+"\n)?$`,
  ].join(""),
);

function blockOf(
  table: TomlTable,
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Block | null {
  const layout = LAYOUT.exec(text.slice(start, end));
  const rawName = stringOf(entry(table, "name"));
  const version = stringOf(entry(table, "version"));
  if (rawName === null || version === null) return null;
  return {
    name: normalizeName(rawName),
    rawName,
    version,
    groups: stringsOf(entry(table, "groups")),
    marker: entry(table, "markers") === null ? null : (stringOf(entry(table, "markers")) ?? ""),
    isOptional: isTrue(entry(table, "optional")),
    links: linksOf(entry(table, "dependencies")),
    // An empty text stands for a layout that nothing is written into.
    kept: { groups: layout?.[3] ?? "", source: layout?.[4] ?? "" },
    start,
    end,
  };
}

function linksOf(node: TomlNode | null): readonly Link[] {
  if (node?.kind !== "table") return [];
  return [...entriesOf(node)].flatMap((dependency) =>
    (dependency.kind === "array" ? dependency.items : [dependency]).map((item): Link => {
      const table = item.kind === "table" ? item : null;
      return {
        name: normalizeName(dependency.name),
        extras: table === null ? [] : stringsOf(entry(table, "extras")).map((extra) => normalizeName(extra)),
        marker: table === null ? null : stringOf(entry(table, "markers")),
        isOptional: table !== null && isTrue(entry(table, "optional")),
      };
    }),
  );
}
