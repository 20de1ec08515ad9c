import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readToml } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readLock } from "./parse.ts";

/** The lock file that PEP 751 standardises, whichever tool wrote it. */
export const pylockToml: Source = {
  meta,
  read,
  edit: async (request) => (await import("./edit/edit.ts")).editPylockToml(request),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const toml = await readToml(tree, target.path);
  return toml.kind === "gap" ? makeInventory({ gaps: [toml.gap] }) : readLock(target.path, toml.file);
}
