import { compareText, type Advisory, type Interval, type PackageAdvisories } from "../model/index.ts";
import { compareVersions, parseVersion } from "../python/index.ts";

/** The same with these versions (PEP 440) among its bounds. */
export function withBounds(known: PackageAdvisories, versions: readonly string[]): PackageAdvisories {
  let { bounds, advisories } = known;
  for (const version of versions) {
    const merged = mergeBounds(bounds, [version]);
    const [places] = merged.places;
    if (merged.bounds.length > bounds.length)
      advisories = advisories.map((advisory) => moved(advisory, places));
    bounds = merged.bounds;
  }
  return { ...known, bounds, advisories };
}

/** Both lists ascend and are distinct by PEP 440. `places`: of each list, rank there → rank in `bounds`. */
export function mergeBounds(...lists: readonly [readonly string[], readonly string[]]) {
  const [left, right] = lists;
  const bounds: string[] = [];
  const places: readonly [number[], number[]] = [[], []];
  for (let one = 0, other = 0; one < left.length || other < right.length;) {
    const order = compareBounds(left[one], right[other]);
    bounds.push((order <= 0 ? left[one] : right[other]) ?? "");
    if (order <= 0) places[0][one++] = bounds.length - 1;
    if (order >= 0) places[1][other++] = bounds.length - 1;
  }
  return { bounds, places };
}

/** A list that is at its end is above everything. */
function compareBounds(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  const [a, b] = [parseVersion(one), parseVersion(other)];
  if (a.ok && b.ok) return compareVersions(a.value, b.value);
  return Number(a.ok) - Number(b.ok) || compareText(one, other);
}

/** Its ranks after `places`: rank there → rank here. */
export function moved(advisory: Advisory, places: readonly number[]): Advisory {
  const at = (rank: number): number => places[rank] ?? -1;
  const interval = ({ from, to, ...rest }: Interval): Interval => ({
    ...rest,
    from: from === -1 ? -1 : at(from),
    to: to === null ? null : at(to),
  });
  return {
    ...advisory,
    intervals: advisory.intervals.map(interval),
    enumerated: advisory.enumerated.map(at),
    fixed: advisory.fixed.map(at),
  };
}
