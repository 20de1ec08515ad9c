import type { Staleness } from "../../model/index.ts";
import { entriesOf, entry, type TomlTable } from "../../syntax/toml/index.ts";
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
  const content = written === null ? null : contentOf(pipfile.file.root);
  const hash = content === null ? null : hashOfDump(content, COMPACT);
  if (hash === null) return { kind: "unsaid" };
  if (hash === written) return { kind: "fresh" };
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

/** Null where the Pipfile names no index: what Pipenv then takes is its own default, which is not in the file. */
function contentOf(root: TomlTable): Dumped | null {
  const sources = entry(root, "source");
  if (sources === null) return null;
  const section = (name: string): Dumped => {
    const node = entry(root, name);
    return node === null ? new Map<string, Dumped>() : toml(node);
  };
  const meta = new Map<string, Dumped>([
    ["sources", toml(sources)],
    ["requires", section("requires")],
  ]);
  const content = new Map<string, Dumped>([
    ["_meta", meta],
    ["default", section("packages")],
    ["develop", section("dev-packages")],
  ]);
  for (const node of entriesOf(root)) if (!NO_CATEGORIES.has(node.name)) content.set(node.name, toml(node));
  return content;
}
