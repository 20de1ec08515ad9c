import { createHash } from "node:crypto";

import type { Advisory, DatabaseInfo, Interval, PackageAdvisories } from "../model/index.ts";
import { compareVersions, parseVersion } from "../python/index.ts";
import type { AdvisoryIndex } from "./advisory-index.ts";

/** Advisories that are laid over a database, and the feed that their records are said to be from. */
export interface Overlay {
  readonly index: AdvisoryIndex;
  readonly feed: string;
}

/**
 * A database with the records of another one besides its own. It only adds: a record whose id both have stands there
 * twice, and a version is affected where either says so. `modified` stays that of the database below, so that what a
 * team writes today makes no old data look fresh.
 */
export function overlayIndex(base: AdvisoryIndex, { index, feed }: Overlay): AdvisoryIndex {
  const own = (name: PackageAdvisories["name"]): PackageAdvisories | null => {
    const found = index.lookup(name);
    if (found === null) return null;
    return { ...found, advisories: found.advisories.map((advisory) => ({ ...advisory, feed })) };
  };
  return {
    info: infoOf(base, { index, feed }),
    lookup: (name) => {
      const [below, above] = [base.lookup(name), own(name)];
      return below === null || above === null ? (above ?? below) : mergePackages(below, above);
    },
    packagesOf: (id) => [...new Set([...base.packagesOf(id), ...index.packagesOf(id)])].toSorted(),
    details: (id) => base.details(id) ?? index.details(id),
    packageNames: () => [...new Set([...base.packageNames(), ...index.packageNames()])].toSorted(),
    rawRecords: base.rawRecords,
    close: () => {
      base.close();
      index.close();
    },
  };
}

function infoOf(base: AdvisoryIndex, { index, feed }: Overlay): DatabaseInfo {
  const [below, above] = [base.info, index.info];
  const added = index.packageNames().filter((name) => base.lookup(name) === null).length;
  const source = { feed, modified: above.modified, records: above.advisories };
  const identity = createHash("sha256").update(`${below.id} ${feed} ${above.id}`).digest("hex");
  return {
    ...below,
    id: `sha256:${identity}`,
    advisories: below.advisories + above.advisories,
    packages: below.packages + added,
    withdrawn: below.withdrawn + above.withdrawn,
    sources: [...below.sources, source].toSorted((a, b) => compareText(a.feed, b.feed)),
    hasTexts: below.hasTexts || above.hasTexts,
    malformed: [...below.malformed, ...above.malformed],
  };
}

/** One order for the bounds of both; each record's ranks are moved to it. */
function mergePackages(below: PackageAdvisories, above: PackageAdvisories): PackageAdvisories {
  const { bounds, places } = mergeBounds(below.bounds, above.bounds);
  const [first, second] = places;
  const advisories = [
    ...below.advisories.map((advisory) => moved(advisory, first)),
    ...above.advisories.map((advisory) => moved(advisory, second)),
  ];
  return {
    name: below.name,
    bounds,
    advisories: advisories.toSorted((a, b) => compareText(a.id, b.id) || compareText(a.feed, b.feed)),
  };
}

/** Both lists ascend and are distinct by PEP 440. `places`: of each list, rank there → rank in `bounds`. */
function mergeBounds(...lists: readonly [readonly string[], readonly string[]]) {
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

function moved(advisory: Advisory, places: readonly number[]): Advisory {
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
