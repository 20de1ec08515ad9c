import type { FileTree } from "../../host/index.ts";
import { folderOf, makeInventory, type Inventory } from "../../model/index.ts";
import { inventoryOf } from "../shared/pip-command/index.ts";
import { readYaml } from "../shared/read-yaml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readPreCommit } from "./parse.ts";

/** What pre-commit installs beside its hooks. */
export const preCommit: Source = { meta, read };

async function read(tree: FileTree, { path }: Target): Promise<Inventory> {
  const yaml = await readYaml(tree, path);
  if (yaml.kind === "gap") return makeInventory({ gaps: [yaml.gap] });
  return inventoryOf(readPreCommit(yaml.file), tree, { folders: [folderOf(path)], isElsewhere: false });
}
