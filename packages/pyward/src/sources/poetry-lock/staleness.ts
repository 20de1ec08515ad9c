import type { Staleness } from "../../model/index.ts";
import { entriesOf, entry, entryAt, type TomlTable } from "../../syntax/toml/index.ts";
import type { HashOf } from "../shared/lock-edit/manifest-change.ts";
import { hashOfDump, SPACED, toml, type Dumped } from "../shared/python-json.ts";
import { readText } from "../shared/read-text.ts";
import { readToml } from "../shared/read-toml.ts";
import type { LockAndManifest } from "../shared/source.ts";

/** Compares `content-hash` with what Poetry computes from pyproject.toml. */
export async function compareWithManifest({ tree, lock, manifest }: LockAndManifest): Promise<Staleness> {
  const text = await readText(tree, lock, "TOML");
  const pyproject = await readToml(tree, manifest);
  if (text.kind !== "text" || pyproject.kind !== "toml") return { kind: "unsaid" };
  const written = /^content-hash = "([0-9a-f]{64})"\r?$/m.exec(text.text)?.[1];
  if (written === undefined) return { kind: "unsaid" };
  const hashes = HASHES.map((hash) => hash(pyproject.file.root));
  if (hashes.includes(written)) return { kind: "fresh" };
  return hashes.includes(null)
    ? { kind: "unsaid" }
    : { kind: "stale", reasons: ["its content-hash is of another pyproject.toml"], listed: [] };
}

/** What Poetry has hashed: since 2.3, from 2.0, since 1.2, and before. One that agrees is enough. */
const LAYOUTS: readonly ((root: TomlTable) => Dumped)[] = [
  (root) => layoutOf2(root, true),
  (root) => layoutOf2(root, false),
  (root) => ownTable(root, { always: LEGACY, whereSet: ["group"] }),
  (root) => ownTable(root, { always: LEGACY, whereSet: [] }),
];

/** What may stand as `content-hash`. */
export const HASHES: readonly HashOf[] = LAYOUTS.map(
  (layout) => (root: TomlTable) => hashOfDump(layout(root), SPACED),
);

const LEGACY = ["dependencies", "source", "extras", "dev-dependencies"];
const OF_PROJECT = ["requires-python", "dependencies", "optional-dependencies"];

interface Keys {
  /** Null where the table does not have it. */
  readonly always: readonly string[];
  readonly whereSet: readonly string[];
}

function layoutOf2(root: TomlTable, withGroups: boolean): Dumped {
  const project = pick(entry(root, "project"), { always: [], whereSet: OF_PROJECT });
  const node = withGroups ? entry(root, "dependency-groups") : null;
  const groups =
    node?.kind === "table" && node.size > 0
      ? new Map([...entriesOf(node)].map((group) => [group.name, toml(group)]))
      : null;
  if (project.size === 0 && groups === null) return ownTable(root, { always: LEGACY, whereSet: ["group"] });
  const poetry = ownTable(root, { always: [], whereSet: [...LEGACY, "group"] });
  return new Map<string, Dumped>([
    ...(project.size === 0 ? [] : [["project", project] as const]),
    ...(groups === null ? [] : [["dependency-groups", groups] as const]),
    ["tool", new Map<string, Dumped>([["poetry", poetry]])],
  ]);
}

function ownTable(root: TomlTable, keys: Keys): ReadonlyMap<string, Dumped> {
  return pick(entryAt(root, "tool", "poetry"), keys);
}

function pick(table: ReturnType<typeof entry>, { always, whereSet }: Keys): ReadonlyMap<string, Dumped> {
  const picked = new Map<string, Dumped>(always.map((key) => [key, null]));
  for (const key of [...always, ...whereSet]) {
    const node = table?.kind === "table" ? entry(table, key) : null;
    if (node !== null) picked.set(key, toml(node));
  }
  return picked;
}
