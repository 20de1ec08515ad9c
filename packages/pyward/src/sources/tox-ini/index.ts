import type { FileTree } from "../../host/index.ts";
import { folderOf, makeInventory, type Inventory } from "../../model/index.ts";
import { inventoryOf, readByHand } from "../shared/pip-command/index.ts";
import { parseTomlFile } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readToxIni } from "./parse-ini.ts";
import { readToxToml } from "./parse-toml.ts";

/** What tox installs into its environments. */
export const toxIni: Source = { meta, read };

async function read(tree: FileTree, { path }: Target): Promise<Inventory> {
  const file = await readByHand(tree, path, "a file of tox");
  if (file.kind === "gap") return makeInventory({ gaps: [file.gap] });
  // Paths begin in the file's own folder: tox runs there.
  const beginnings = { folders: [folderOf(path)], isElsewhere: false };
  if (!path.endsWith(".toml")) return inventoryOf(readToxIni(path, file.text), tree, beginnings);
  const toml = parseTomlFile(path, file.text);
  if (toml.kind === "gap") return makeInventory({ gaps: [toml.gap] });
  return inventoryOf(readToxToml(toml.file), tree, beginnings);
}
