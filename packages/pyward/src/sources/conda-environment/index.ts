import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readYaml } from "../shared/read-yaml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readEnvironmentFile } from "./parse.ts";

/** What `conda env create` installs, with the pip section. */
export const condaEnvironment: Source = { meta, read };

async function read(tree: FileTree, { path }: Target): Promise<Inventory> {
  const yaml = await readYaml(tree, path);
  return yaml.kind === "gap" ? makeInventory({ gaps: [yaml.gap] }) : readEnvironmentFile(tree, yaml.file);
}
