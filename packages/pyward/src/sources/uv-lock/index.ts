import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readToml } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { FILES } from "./files.ts";
import { readLock } from "./parse.ts";

/** uv's universal lock file, every version that uv has written so far. */
export const uvLock: Source = {
  meta,
  read,
  staleness: async (pair) => (await import("./staleness.ts")).compareWithManifest(pair),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const toml = await readToml(tree, target.path, { verbatim: FILES });
  return toml.kind === "gap" ? makeInventory({ gaps: [toml.gap] }) : readLock(toml.file);
}
