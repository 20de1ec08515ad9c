import type { FileTree } from "../../host/index.ts";
import { folderOf, makeInventory, type Inventory } from "../../model/index.ts";
import { inventoryOf, readByHand } from "../shared/pip-command/index.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readPreCommit } from "./parse.ts";
import { parseTolerantYaml } from "./tolerant-yaml.ts";

/** What pre-commit installs beside its hooks. */
export const preCommit: Source = { meta, read: readFile };

async function readFile(tree: FileTree, { path }: Target): Promise<Inventory> {
  const read = await readByHand(tree, path, "YAML");
  const yaml = read.kind === "text" ? parseTolerantYaml(path, read.text) : read;
  if (yaml.kind === "gap") return makeInventory({ gaps: [yaml.gap] });
  return inventoryOf(readPreCommit(yaml.file), tree, { folders: [folderOf(path)], isElsewhere: false });
}
