import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readText } from "../shared/read-text.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readSetupPy } from "./parse.ts";
import { optionsTakenElsewhere } from "./taken-elsewhere.ts";

/** What a project gives to `setup()` as literals in setup.py. */
export const setupPy: Source = { meta, read };

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const file = await readText(tree, target.path, "setup.py");
  if (file.kind === "gap") return makeInventory({ gaps: [file.gap] });
  return readSetupPy(target.path, file.text, await optionsTakenElsewhere(tree, target.path));
}
