import type { Staleness } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { entriesOf, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import type { HashOf } from "../shared/lock-edit/manifest-change.ts";
import { hashOfDump, SPACED, toml, type Dumped } from "../shared/python-json.ts";
import { readText } from "../shared/read-text.ts";
import { readToml } from "../shared/read-toml.ts";
import type { LockAndManifest } from "../shared/source.ts";

/** Compares `content_hash` with what PDM computes from pyproject.toml. */
export async function compareWithManifest({ tree, lock, manifest }: LockAndManifest): Promise<Staleness> {
  const text = await readText(tree, lock, "TOML");
  const pyproject = await readToml(tree, manifest);
  if (text.kind !== "text" || pyproject.kind !== "toml") return { kind: "unsaid" };
  const written = /^content_hash = "sha256:([0-9a-f]{64})"\r?$/m.exec(text.text)?.[1];
  if (written === undefined) return { kind: "unsaid" };
  const hashes = HASHES.map((hash) => hash(pyproject.file.root));
  if (hashes.includes(written)) return { kind: "fresh" };
  return hashes.includes(null)
    ? { kind: "unsaid" }
    : { kind: "stale", reasons: ["its content_hash is of another pyproject.toml"], listed: [] };
}

/** What PDM hashes besides: the whole table of the resolution, in older versions its overrides only, and no standard groups. */
const LAYOUTS = [
  { key: "resolution", path: ["resolution"], withStandardGroups: true },
  { key: "overrides", path: ["overrides"], withStandardGroups: false },
  { key: "overrides", path: ["resolution", "overrides"], withStandardGroups: false },
  { key: "resolution", path: ["resolution"], withStandardGroups: false },
] as const;

/** What may stand as `content_hash`. */
export const HASHES: readonly HashOf[] = LAYOUTS.map(
  (layout) => (root: TomlTable) => hashOfDump(contentOf(root, layout), SPACED),
);

function contentOf(root: TomlTable, { key, path, withStandardGroups }: (typeof LAYOUTS)[number]): Dumped {
  const at = (empty: Dumped, ...place: readonly string[]): Dumped => {
    const node = entryAt(root, ...place);
    return node === null ? empty : toml(node);
  };
  const nothing = new Map<string, Dumped>();
  return new Map<string, Dumped>([
    ["sources", at([], "tool", "pdm", "source")],
    ["dependencies", at([], "project", "dependencies")],
    [
      "dev-dependencies",
      withStandardGroups ? groupsOf(root) : at(nothing, "tool", "pdm", "dev-dependencies"),
    ],
    ["optional-dependencies", at(nothing, "project", "optional-dependencies")],
    ["requires-python", at("", "project", "requires-python")],
    [key, at(nothing, "tool", "pdm", ...path)],
  ]);
}

/** The standard's groups, then PDM's own, which lengthen them. */
function groupsOf(root: TomlTable): Dumped {
  const groups = new Map<string, readonly Dumped[]>();
  for (const path of [["dependency-groups"], ["tool", "pdm", "dev-dependencies"]]) {
    const table = entryAt(root, ...path);
    for (const group of table?.kind === "table" ? entriesOf(table) : []) {
      const name = normalizeName(group.name);
      groups.set(name, [...(groups.get(name) ?? []), ...itemsOf(group)]);
    }
  }
  return groups;
}

function itemsOf(node: TomlNode): readonly Dumped[] {
  return node.kind === "array" ? node.items.map(toml) : [];
}
