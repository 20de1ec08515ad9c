import {
  makeDependency,
  makeInventory,
  type Dependency,
  type Edge,
  type Inventory,
} from "../../../model/index.ts";
import { assemble } from "../assemble.ts";
import { followSelfReferences } from "../self-references.ts";
import { neededBy, type Written } from "./requirements.ts";
import type { Release } from "./release.ts";

/** What an artifact says of itself. */
export interface Described {
  readonly release: Release;
  readonly requirements: readonly Written[];
}

/** The artifact as the one thing that is asked for, and what it needs. */
export interface ArtifactInventory {
  readonly root: Dependency;
  readonly declared: Inventory;
}

/**
 * The artifact is asked for exactly, and what it needs as the ranges that it declares. Its basis is `installed`, for it
 * holds the code itself: nothing but an installation of it would be nearer.
 */
export function artifactInventory({ release, requirements }: Described): ArtifactInventory {
  const { name, version, origin } = release;
  const root = makeDependency({
    name,
    version,
    pin: "exact",
    basis: "installed",
    source: { type: "path", url: null },
    origins: [origin],
  });
  const { entries, gaps } = neededBy(requirements);
  const asked = followSelfReferences(entries, { name, version }).filter((entry) => entry.asked.own === null);
  // A requirement of the artifact's own name at its own version would share its key.
  const needed = assemble(asked, "declared").filter(({ key }) => key !== root.key);
  const dependencies = needed.map((one): Dependency => ({ ...one, direct: false }));
  const edges = needed.map(({ key, marker }): Edge => ({ from: root.key, to: key, marker }));
  return { root, declared: makeInventory({ dependencies, edges, gaps }) };
}
