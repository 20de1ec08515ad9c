import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readText } from "../shared/read-text.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readSetupCfg } from "./parse.ts";

/** What a project declares to setuptools in setup.cfg. */
export const setupCfg: Source = { meta, read };

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const file = await readText(tree, target.path, "setup.cfg");
  return file.kind === "gap" ? makeInventory({ gaps: [file.gap] }) : readSetupCfg(target.path, file.text);
}
