import { dependencyKey, makeDependency, type Basis, type Dependency } from "../../model/index.ts";
import { formatMarker, type Marker } from "../../python/index.ts";
import type { Entry } from "./asked.ts";

/**
 * One dependency for each thing that is asked for, with every list that asks for it. What is needed to build stays apart:
 * it is read even where a lock stands for the rest.
 */
export function assemble(entries: readonly Entry[], basis: Basis): readonly Dependency[] {
  const keyOf = uniqueKeys();
  return [...Map.groupBy(entries, identity).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { name, version, pin, specifiers, source, own } = first.asked;
    return makeDependency({
      key: keyOf(dependencyKey(name, version)),
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

/** The first of a name and version keeps the plain key; later ones get a suffix. */
function uniqueKeys(): (plain: string) => string {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return (plain) => {
    let count = counts.get(plain) ?? 0;
    let key = plain;
    do {
      count++;
      key = count === 1 ? plain : `${plain}#${count}`;
    } while (taken.has(key));
    counts.set(plain, count);
    taken.add(key);
    return key;
  };
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

/** Null, always, where one of them is. */
function eitherMarker(markers: readonly (Marker | null)[]): string | null {
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
  return [...new Map(group.map(({ origin }) => [`${origin.line}:${origin.column}`, origin])).values()];
}
