import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readToml } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readProject } from "./parse.ts";

/** What a project declares in pyproject.toml, in the standard's tables and in those of its tools. */
export const pyproject: Source = {
  meta,
  read,
  edit: async (request) =>
    (await import("./edit.ts")).editPyproject(request, await read(request.tree, request.target)),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const toml = await readToml(tree, target.path);
  return toml.kind === "gap" ? makeInventory({ gaps: [toml.gap] }) : readProject(tree, toml.file);
}
