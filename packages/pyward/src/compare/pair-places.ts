import { pairByShare, type Holdings } from "./pair-by-share.ts";
import { packageOf, placeOf, type Side } from "./side.ts";

/**
 * Which place of the base each place of the head was (`placeOf`): the same package in the same project, or where the file that
 * names it was moved from. A place without a partner is new.
 */
export function pairPlaces(
  head: Side,
  base: Side,
  pairs: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const moved = pairByShare(filesOnlyIn(head, base), filesOnlyIn(base, head));
  const formerly = moved.size === 0 ? new Map<string, string>() : placesByFile(base);
  const found = new Map<string, string>();
  for (const [place, dependencies] of head.byPlace) {
    const [first] = dependencies;
    if (first === undefined) continue;
    const packaged = packageOf(first, head.dependencies);
    const same = placeOf(pairs.get(first.project) ?? null, packaged);
    const files = dependencies.flatMap(({ origins }) => origins.flatMap(({ path }) => moved.get(path) ?? []));
    const there = [
      ...(base.byPlace.has(same) ? [same] : []),
      ...files.flatMap((path) => formerly.get(fileKey(path, packaged)) ?? []),
    ];
    if (there[0] !== undefined) found.set(place, there[0]);
  }
  return found;
}

function filesOnlyIn(side: Side, other: Side): Holdings {
  const files = new Map<string, Set<string>>();
  for (const { name, origins } of side.dependencies.values()) {
    for (const { path } of origins) {
      if (other.paths.has(path)) continue;
      const held = files.get(path);
      if (held === undefined) files.set(path, new Set([name]));
      else held.add(name);
    }
  }
  return files;
}

function placesByFile(side: Side): Map<string, string> {
  const places = new Map<string, string>();
  for (const [place, dependencies] of side.byPlace) {
    for (const dependency of dependencies) {
      const packaged = packageOf(dependency, side.dependencies);
      for (const { path } of dependency.origins) places.set(fileKey(path, packaged), place);
    }
  }
  return places;
}

function fileKey(path: string, packaged: string): string {
  return `${packaged}\n${path}`;
}
