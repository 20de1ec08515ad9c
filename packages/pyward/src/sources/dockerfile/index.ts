import type { FileTree } from "../../host/index.ts";
import { folderOf, makeInventory, type Inventory } from "../../model/index.ts";
import { BY_HAND, foldersFrom, inventoryOf, readMention } from "../shared/pip-command/index.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readDockerfile } from "./parse.ts";

/** What the commands of a Dockerfile install. */
export const dockerfile: Source = { meta, read };

async function read(tree: FileTree, { path }: Target): Promise<Inventory> {
  const file = await readMention(tree, path, { format: "a Dockerfile", limit: BY_HAND });
  if (file.kind === "gap") return makeInventory({ gaps: [file.gap] });
  if (file.kind === "nothing") return makeInventory({});
  const beginnings = { folders: foldersFrom(folderOf(path)), isElsewhere: true };
  return inventoryOf(readDockerfile(path, file.text), tree, beginnings);
}
