import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readText } from "../shared/read-text.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readScript } from "./parse.ts";

/** What a single-file script asks for in its comments (PEP 723). */
export const script: Source = {
  meta,
  read,
  edit: async (request) =>
    (await import("./edit.ts")).editScript(request, await read(request.tree, request.target)),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const file = await readText(tree, target.path, "a script with metadata");
  return file.kind === "gap" ? makeInventory({ gaps: [file.gap] }) : readScript(target.path, file.text);
}
