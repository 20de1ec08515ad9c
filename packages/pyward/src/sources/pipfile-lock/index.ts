import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { readJson } from "../shared/read-json.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { readLock } from "./parse.ts";

/** What Pipenv locked: every section of Pipfile.lock. */
export const pipfileLock: Source = {
  meta,
  read,
  staleness: async (pair) => (await import("./staleness.ts")).compareWithManifest(pair),
  edit: async (request) => (await import("./edit/edit.ts")).editPipfileLock(request),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const json = await readJson(tree, target.path);
  return json.kind === "gap" ? makeInventory({ gaps: [json.gap] }) : readLock(json.file);
}
