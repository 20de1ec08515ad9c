import {
  fileOrigin,
  makeDependency,
  makeGap,
  makeInventory,
  type Dependency,
  type Gap,
  type Inventory,
} from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import { sortedSet } from "../hashes.ts";
import { uniqueKeys } from "../unique-keys.ts";
import { edgesOf } from "./edges.ts";
import type { CondaLock } from "./locked-package.ts";
import { platformMarker } from "./platforms.ts";
import { releasesOf, type Release } from "./releases.ts";
import { unmappedGaps } from "./unmapped.ts";

/** Turns what a lock of the conda family holds into an inventory: one dependency for each release on PyPI. */
export function assembleLock(path: string, lock: CondaLock): Inventory {
  const { releases, unmapped } = releasesOf(path, lock.packages);
  const keys = uniqueKeys(releases);
  const found = edgesOf(releases, keys);
  const edges = found ?? [];
  // The lock does not say what the project itself names: what no other package needs, or only a package of its own.
  const own = new Set(
    releases.flatMap((release, place) => (release.own === null ? [] : (keys[place] ?? []))),
  );
  const needed = new Set(edges.flatMap(({ from, to }) => (own.has(from) ? [] : to)));
  return makeInventory({
    dependencies: releases.map((release, place) => {
      const key = keys[place] ?? release.name;
      return toDependency(release, lock, { key, direct: !needed.has(key) });
    }),
    edges,
    gaps: [...lock.gaps, ...unmappedGaps(unmapped), ...(found === null ? [tooManyNeeds(path)] : [])],
  });
}

function toDependency(
  { name, version, pin, source, own, manager, packages }: Release,
  { platforms }: CondaLock,
  given: Pick<Dependency, "key" | "direct">,
): Dependency {
  const uses = packages.flatMap((locked) => locked.uses);
  const scopes = [...new Set(uses.map(({ scope }) => scope))].toSorted();
  return makeDependency({
    ...given,
    name,
    version,
    pin,
    source,
    own,
    manager,
    basis: "locked",
    hashes: sortedSet(packages.flatMap(({ hashes }) => hashes)),
    scopes: scopes.length === 0 ? ["main"] : scopes,
    extras: sortedSet(packages.flatMap(({ extras }) => extras.map(normalizeName))),
    marker: platformMarker(new Set(uses.map(({ platform }) => platform)), platforms),
    origins: packages.map(({ origin }) => origin),
  });
}

function tooManyNeeds(path: string): Gap {
  const reason = "the lock names too many needs of its packages to tell which one needs which";
  return makeGap({ code: "limit-exceeded", reason, origin: fileOrigin(path) });
}
