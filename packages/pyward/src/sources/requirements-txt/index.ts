import type { FileTree } from "../../host/index.ts";
import { makeInventory } from "../../model/index.ts";
import type { Inventory } from "../../model/index.ts";
import type { ReadSettings, Source, Target } from "../shared/source.ts";
import { assemble } from "./assemble.ts";
import { withBounds } from "../shared/bounds.ts";
import { constrain, type Placed } from "./constrain.ts";
import { meta } from "./meta.ts";
import { FilesReader } from "./read-files.ts";
import { scopeOf } from "./scopes.ts";

/** A requirements file of pip, with what it includes, as pip 26 reads it. */
export const requirementsTxt: Source = {
  meta,
  read,
  edit: async (request) => (await import("./edit/edit-requirements.ts")).editRequirements(request),
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
    ...withBounds({ constraints: constraints.flatMap(textOf) }),
  });
  if (indexes.length === 0) return inventory;
  const named = { ...inventory, indexes: [...new Set(indexes)].toSorted() };
  return reader.read.replacesIndex ? named : { ...named, keepsIndex: true };
}

/** A constraint as it holds for what is needed and not asked for here; what lies at an address narrows nothing. */
function textOf({ asked }: Placed): readonly string[] {
  const { name, version, specifiers, marker, pin } = asked;
  if (pin === "url" || pin === "unpinned") return [];
  const versions = version === null ? (specifiers ?? "") : `==${version}`;
  return [`${name}${versions}${marker === null ? "" : `; ${marker}`}`];
}
