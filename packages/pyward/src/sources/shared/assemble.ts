import { makeDependency, type Basis, type Dependency } from "../../model/index.ts";
import { formatMarker, type Marker } from "../../python/index.ts";
import type { Entry } from "./asked.ts";
import { uniqueKeys } from "./unique-keys.ts";

/**
 * One dependency for each thing that is asked for, with every list that asks for it. What is needed to build stays apart:
 * it is read even where a lock stands for the rest.
 */
export function assemble(entries: readonly Entry[], basis: Basis): readonly Dependency[] {
  const groups = [...Map.groupBy(entries, identity).values()];
  const keys = uniqueKeys(groups.flatMap(([first]) => first?.asked ?? []));
  return groups.flatMap((group, at) => {
    const [first] = group;
    if (first === undefined) return [];
    const { name, version, pin, specifiers, source, own } = first.asked;
    return makeDependency({
      key: keys[at] ?? name,
      name,
      version,
      pin,
      specifiers,
      basis,
      source,
      own,
      hashes: sorted(group.flatMap(({ asked }) => asked.hashes)),
      direct: true,
      scopes: sorted(group.map(({ scope }) => scope)),
      extras: sorted(group.flatMap(({ asked }) => asked.extras)),
      marker: eitherMarker(group.map(({ asked }) => asked.marker)),
      origins: distinctOrigins(group),
    });
  });
}

function identity({ asked, scope }: Entry): string {
  const { name, version, specifiers, pin, source, own } = asked;
  return JSON.stringify([name, version, specifiers, pin, source.type, source.url, own, scope === "build"]);
}

function sorted<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].toSorted();
}

/** More tell nobody anything. */
const MAX_ALTERNATIVES = 8;

/** Where any of the markers holds. Null, always, where one of them is, and where they are too many to tell anybody anything. */
export function eitherMarker(markers: readonly (Marker | null)[]): string | null {
  const distinct = new Map<string, Marker>();
  for (const marker of markers) {
    if (marker === null) return null;
    distinct.set(formatMarker(marker), marker);
  }
  if (distinct.size > MAX_ALTERNATIVES) return null;
  return formatMarker({
    kind: "alternatives",
    alternatives: [...distinct.values()].flatMap(({ alternatives }) => alternatives),
  });
}

function distinctOrigins(group: readonly Entry[]): Dependency["origins"] {
  return [
    ...new Map(
      group.map(({ origin }) => [`${origin.path}:${origin.line}:${origin.column}`, origin]),
    ).values(),
  ];
}
