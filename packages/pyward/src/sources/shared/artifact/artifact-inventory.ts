import {
  makeDependency,
  makeInventory,
  type Dependency,
  type Edge,
  type Gap,
  type Inventory,
} from "../../../model/index.ts";
import { assemble } from "../assemble.ts";
import { followSelfReferences } from "../self-references.ts";
import { neededBy, type Written } from "./requirements.ts";
import type { Release } from "./release.ts";

/** What an artifact says of itself. */
export interface Described {
  readonly release: Release;
  /** The file that the requirements are written in. */
  readonly path: string;
  readonly requirements: readonly Written[];
}

/**
 * The artifact as the one thing that is asked for, exactly, and what it needs as the ranges that it declares. Its basis is
 * `installed`, for it holds the code itself: nothing but an installation of it would be nearer.
 */
export function artifactInventory({ release, path, requirements }: Described): Inventory {
  const { name, version, origin } = release;
  const root = makeDependency({
    name,
    version,
    pin: "exact",
    basis: "installed",
    source: { type: "path", url: null },
    origins: [origin],
  });
  const { entries, gaps } = neededBy(path, requirements);
  const needed = assemble(
    followSelfReferences(entries, { name, version }).filter(({ asked }) => asked.own === null),
    "declared",
  ).map((one): Dependency => ({ ...one, direct: false }));
  return makeInventory({
    dependencies: [root, ...apartFrom(root, needed)],
    edges: apartFrom(root, needed).map((one): Edge => ({ from: root.key, to: one.key, marker: one.marker })),
    gaps: [...gaps] satisfies Gap[],
  });
}

/** A requirement of the artifact's own name at its own version would share its key. */
function apartFrom(root: Dependency, needed: readonly Dependency[]): readonly Dependency[] {
  return needed.filter(({ key }) => key !== root.key);
}
