import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readToml } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { readManifest, type Manifest } from "./manifest.ts";
import { meta } from "./meta.ts";
import { readLock } from "./parse.ts";

/** Poetry's lock file, every version that Poetry has written so far. */
export const poetryLock: Source = {
  meta,
  read,
  staleness: async (pair) => (await import("./staleness.ts")).compareWithManifest(pair),
  edit: async (request) =>
    (await import("./edit/edit.ts")).editPoetryLock(
      request,
      await manifestBeside(request.tree, request.target.path),
    ),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const toml = await readToml(tree, target.path);
  if (toml.kind === "gap") return makeInventory({ gaps: [toml.gap] });
  return readLock(toml.file, await manifestBeside(tree, target.path));
}

/** It stays a target of its own, with gaps of its own, so whatever is wrong with it is nothing to say here. */
async function manifestBeside(tree: FileTree, path: string): Promise<Manifest | null> {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const toml = await readToml(tree, `${folder}pyproject.toml`);
  return toml.kind === "gap" ? null : readManifest(toml.file.root);
}
