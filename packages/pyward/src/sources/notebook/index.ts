import type { FileTree } from "../../host/index.ts";
import { folderOf, makeInventory, type Inventory } from "../../model/index.ts";
import { foldersFrom, inventoryOf, readMention } from "../shared/pip-command/index.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readNotebook } from "./parse.ts";

/** What the cells of a Jupyter notebook install. */
export const notebook: Source = { meta, read };

async function read(tree: FileTree, { path }: Target): Promise<Inventory> {
  const file = await readMention(tree, path, { format: "a notebook" });
  if (file.kind === "gap") return makeInventory({ gaps: [file.gap] });
  if (file.kind === "nothing") return makeInventory({});
  const found = readNotebook(path, file.text);
  if (found.kind === "gap") return makeInventory({ gaps: [found.gap] });
  const beginnings = { folders: foldersFrom(folderOf(path)), isElsewhere: true };
  const inventory = await inventoryOf(found.mentions, tree, beginnings);
  return { ...inventory, notes: found.notes };
}
