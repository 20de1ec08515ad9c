import type { Staleness } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { entriesOf, entry, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import type { HashOf } from "../shared/lock-edit/manifest-change.ts";
import { COMPACT, hashOfDump, toml, type Dumped } from "../shared/python-json.ts";
import { readJson } from "../shared/read-json.ts";
import { readToml } from "../shared/read-toml.ts";
import type { LockAndManifest } from "../shared/source.ts";
import { readHash } from "./schema.ts";

/** Compares `_meta.hash.sha256` with what Pipenv computes from the Pipfile. */
export async function compareWithManifest({ tree, lock, manifest }: LockAndManifest): Promise<Staleness> {
  const json = await readJson(tree, lock);
  const pipfile = await readToml(tree, manifest);
  if (json.kind !== "json" || pipfile.kind !== "toml") return { kind: "unsaid" };
  const written = readHash(json.file.root);
  const { root } = pipfile.file;
  if (written === null || entry(root, "source") === null) return { kind: "unsaid" };
  const hashes = HASHES.map((hash) => hash(root));
  if (hashes.includes(written)) return { kind: "fresh" };
  if (hashes.includes(null)) return { kind: "unsaid" };
  return { kind: "stale", reasons: ["its hash is of another Pipfile"], listed: [] };
}

/** Sections of a Pipfile that name no packages. */
const NO_CATEGORIES = new Set([
  "source",
  "packages",
  "dev-packages",
  "requires",
  "scripts",
  "pipfile",
  "pipenv",
  "default",
  "develop",
]);

type Section = (node: TomlNode | null) => Dumped;

const asWritten: Section = (node) => (node === null ? new Map<string, Dumped>() : toml(node));

/** Since 2026 Pipenv normalises the names of packages before it hashes them. */
const normalized: Section = (node) =>
  node?.kind === "table"
    ? new Map([...entriesOf(node)].map((item) => [normalizeName(item.name), toml(item)]))
    : asWritten(node);

/** What may stand as `_meta.hash.sha256`. */
export const HASHES: readonly HashOf[] = [asWritten, normalized].map(
  (section) => (root: TomlTable) => hashOfDump(contentOf(root, section), COMPACT),
);

/** A Pipfile that names no index gets Pipenv's own default, which is not in the file: it is not compared. */
function contentOf(root: TomlTable, section: Section): Dumped {
  const meta = new Map<string, Dumped>([
    ["sources", asWritten(entry(root, "source"))],
    ["requires", asWritten(entry(root, "requires"))],
  ]);
  const content = new Map<string, Dumped>([
    ["_meta", meta],
    ["default", section(entry(root, "packages"))],
    ["develop", section(entry(root, "dev-packages"))],
  ]);
  for (const node of entriesOf(root))
    if (!NO_CATEGORIES.has(node.name)) content.set(node.name, section(node));
  return content;
}
