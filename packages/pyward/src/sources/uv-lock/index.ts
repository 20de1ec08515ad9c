import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readToml } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readLock } from "./parse.ts";
import { Packages, settingsOf } from "./schema.ts";

/** uv's universal lock file, every version that uv has written so far. */
export const uvLock: Source = {
  meta,
  read,
  staleness: async (pair) => (await import("./staleness.ts")).compareWithManifest(pair),
  edit: async (request) => (await import("./edit/edit.ts")).editUvLock(request),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const packages = new Packages();
  const toml = await readToml(tree, target.path, settingsOf(packages));
  return toml.kind === "gap" ? makeInventory({ gaps: [toml.gap] }) : readLock(toml.file, packages);
}
