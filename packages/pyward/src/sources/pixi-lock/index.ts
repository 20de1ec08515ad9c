import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readYaml } from "../shared/read-yaml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readLock } from "./parse.ts";

/** The lock file of pixi, every version that pixi has written so far. */
export const pixiLock: Source = { meta, read };

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const yaml = await readYaml(tree, target.path);
  return yaml.kind === "gap" ? makeInventory({ gaps: [yaml.gap] }) : readLock(yaml.file);
}
