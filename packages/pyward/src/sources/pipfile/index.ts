import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readToml } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readPipfile } from "./parse.ts";

/** What a project asks Pipenv for. */
export const pipfile: Source = {
  meta,
  read,
  edit: async (request) =>
    (await import("./edit.ts")).editPipfile(request, await read(request.tree, request.target)),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const toml = await readToml(tree, target.path);
  return toml.kind === "gap" ? makeInventory({ gaps: [toml.gap] }) : readPipfile(toml.file, target.path);
}
