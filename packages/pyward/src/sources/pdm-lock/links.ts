import {
  formatMarker,
  parseRequirement,
  parseVersion,
  satisfies,
  type Requirement,
} from "../../python/index.ts";
import type { LockPackage } from "./merge.ts";

/** A package needs another; both are places in the list of packages. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** PEP 508 text; null: always. */
  readonly marker: string | null;
}

/** Comparisons of requirements with the releases of their name: a lock that needs so many is made to keep pyward busy. */
const MAX_COMPARISONS = 1_000_000;

/** Finds who needs whom, each link once. Null where there is too much to look through. */
export function linksOf(packages: readonly LockPackage[]): readonly Link[] | null {
  const byName = Map.groupBy<string, number>(packages.keys(), (place) => packages[place]?.main.name ?? "");
  const links = new Map<string, Link>();
  let comparisons = 0;
  for (const [from, { entries }] of packages.entries()) {
    for (const text of new Set(entries.flatMap(({ dependencies }) => dependencies))) {
      const parsed = parseRequirement(text);
      if (!parsed.ok) continue;
      const candidates = byName.get(parsed.value.name) ?? [];
      comparisons += candidates.length;
      if (comparisons > MAX_COMPARISONS) return null;
      const marker = parsed.value.marker === null ? null : formatMarker(parsed.value.marker);
      for (const to of meant(parsed.value, candidates, packages)) {
        // An extra needs its own package, which is one entry with it here.
        if (to !== from) links.set(`${from} ${to} ${marker ?? ""}`, { from, to, marker });
      }
    }
  }
  return [...links.values()];
}

/** What no other package needs; of a circle that nothing outside needs, the first in the file. By place. */
export function neededByNone(count: number, links: readonly Link[]): ReadonlySet<number> {
  const needed = new Set(links.map(({ to }) => to));
  const needs = Map.groupBy(links, ({ from }) => from);
  const found = new Set<number>();
  const reached = new Set<number>();
  const start = (place: number): void => {
    found.add(place);
    const waiting = [place];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      for (const { to } of needs.get(next) ?? []) waiting.push(to);
    }
  };
  for (let place = 0; place < count; place += 1) if (!needed.has(place)) start(place);
  for (let place = 0; place < count; place += 1) if (!reached.has(place)) start(place);
  return found;
}

/** Of several locked releases those that fit; all of them where none does, as with one that comes from a URL. */
function meant(
  { specifiers }: Requirement,
  candidates: readonly number[],
  packages: readonly LockPackage[],
): readonly number[] {
  if (candidates.length < 2) return candidates;
  const fitting = candidates.filter((place) => {
    const version = parseVersion(packages[place]?.main.version ?? "");
    return version.ok && satisfies(version.value, specifiers, { prereleases: true });
  });
  return fitting.length > 0 ? fitting : candidates;
}
