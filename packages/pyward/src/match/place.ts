import type { Interval } from "../model/index.ts";
import type { Version } from "../python/index.ts";
import { compareVersions, parseVersion } from "../python/index.ts";

/**
 * Where a version stands among the ascending, distinct bounds of its package: `2 × rank + 1` on the bound of that
 * rank, `2 × rank` in the space just below it. Found once, it turns every range of the package into integer compares.
 */
export type Place = number;

/** The place of a bound itself. */
export function placeOfRank(rank: number): Place {
  return 2 * rank + 1;
}

/** The rank of the bound that stands at the place; no whole number between bounds. */
export function rankOfPlace(place: Place): number {
  return (place - 1) / 2;
}

/** Binary search: parses no more than log2(n) of the bounds. A bound that is not PEP 440 is below everything. */
export function locate(version: Version, bounds: readonly string[]): Place {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareToBound(version, bounds[middle] ?? "");
    if (order === 0) return placeOfRank(middle);
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

/** OSV schema, "Evaluation": `introduced` and `last_affected` are inside, `fixed` and `limit` outside. */
export function isWithin(place: Place, interval: Interval): boolean {
  if (interval.from >= 0 && place < placeOfRank(interval.from)) return false;
  if (interval.to === null) return true;
  const end = placeOfRank(interval.to);
  return interval.end === "last-affected" ? place <= end : place < end;
}

function compareToBound(version: Version, bound: string): -1 | 0 | 1 {
  const parsed = parseVersion(bound);
  return parsed.ok ? compareVersions(version, parsed.value) : 1;
}
