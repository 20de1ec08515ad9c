import type { FileTree } from "../../host/index.ts";
import { makeInventory } from "../../model/index.ts";
import type { Inventory } from "../../model/index.ts";
import type { ReadSettings, Source, Target } from "../shared/source.ts";
import { assemble } from "./assemble.ts";
import { constrain } from "./constrain.ts";
import { meta } from "./meta.ts";
import { FilesReader } from "./read-files.ts";
import { scopeOf } from "./scopes.ts";

/** A requirements file of pip, with what it includes, as pip 26 reads it. */
export const requirementsTxt: Source = {
  meta,
  read,
  edit: async (request) => (await import("./edit.ts")).editRequirements(request),
};

async function read(tree: FileTree, target: Target, settings: ReadSettings): Promise<Inventory> {
  const reader = new FilesReader(tree, settings);
  const { path } = target;
  await reader.readFile({ path, isConstraint: false, scope: scopeOf(path), within: [path], namedAt: null });
  const { requirements, constraints, gaps, notes, indexes, alsoRead } = reader.read;
  const placed = constrain(requirements, constraints);
  const inventory = makeInventory({
    ...assemble(placed),
    gaps,
    notes,
    alsoRead: [...alsoRead].toSorted(),
  });
  return indexes.length === 0 ? inventory : { ...inventory, indexes: [...new Set(indexes)].toSorted() };
}
