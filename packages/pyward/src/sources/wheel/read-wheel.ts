import type { FileTree } from "../../host/index.ts";
import { baseName, makeInventory, type Inventory } from "../../model/index.ts";
import { placedIn } from "../shared/archive/archive.ts";
import { openZipFile } from "../shared/archive/open-zip.ts";
import { wheelInventory } from "../shared/artifact/wheel-archive.ts";
import type { Target } from "../shared/source.ts";

export async function readWheel(tree: FileTree, { path }: Target): Promise<Inventory> {
  const opened = await openZipFile(tree, path);
  const inside =
    opened.kind === "gap"
      ? makeInventory({ gaps: [opened.gap] })
      : await wheelInventory(opened.archive, baseName(path));
  return placedIn(path, inside);
}
