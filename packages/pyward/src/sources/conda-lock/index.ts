import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { assembleLock } from "../shared/conda/assemble-lock.ts";
import { readText } from "../shared/read-text.ts";
import { parseYamlFile } from "../shared/read-yaml.ts";
import type { Source, Target } from "../shared/source.ts";
import { isExplicit, readExplicit } from "./explicit.ts";
import { meta } from "./meta.ts";
import { readLock } from "./parse.ts";

/** conda-lock's lock for all platforms, and what it renders for one. */
export const condaLock: Source = { meta, read };

async function read(tree: FileTree, { path }: Target): Promise<Inventory> {
  const file = await readText(tree, path, "a conda lock");
  if (file.kind === "gap") return makeInventory({ gaps: [file.gap] });
  if (isExplicit(file.text)) return assembleLock(path, readExplicit(path, file.text));
  const yaml = parseYamlFile(path, file.text);
  return yaml.kind === "gap" ? makeInventory({ gaps: [yaml.gap] }) : readLock(yaml.file);
}
