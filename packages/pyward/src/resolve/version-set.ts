import type { Version } from "../python/index.ts";
import { cutAt, isBehind, type Cut } from "./cut.ts";

/** Versions of one package: in or out from the start, changing at each cut. The cuts ascend, none stands twice. */
export interface VersionSet {
  readonly startsInside: boolean;
  readonly cuts: readonly Cut[];
}

export const NO_VERSION: VersionSet = { startsInside: false, cuts: [] };
export const ANY_VERSION: VersionSet = { startsInside: true, cuts: [] };

/** This version and no other, not even one that differs by its local part. */
export function onlyVersion(version: Version): VersionSet {
  return between(cutAt(version, "before"), cutAt(version, "after"));
}

/** null: without an end. */
export function between(from: Cut | null, to: Cut | null): VersionSet {
  if (from !== null && to !== null && from >= to) return NO_VERSION;
  return { startsInside: from === null, cuts: [from, to].filter((cut) => cut !== null) };
}

export function contains({ startsInside, cuts }: VersionSet, version: Version): boolean {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const cut = cuts[middle];
    if (cut !== undefined && isBehind(version, cut)) low = middle + 1;
    else high = middle;
  }
  return startsInside !== (low % 2 === 1);
}

/** Those of the versions (newest first) that are in the set, in their order. */
export function within(versions: readonly Version[], { startsInside, cuts }: VersionSet): readonly Version[] {
  const found: Version[] = [];
  let isInside = startsInside !== (cuts.length % 2 === 1);
  let from = 0;
  for (let at = cuts.length - 1; at >= -1; at--) {
    const cut = cuts[at];
    const to = cut === undefined ? versions.length : countBehind(versions, cut, from);
    if (isInside) found.push(...versions.slice(from, to));
    from = to;
    isInside = !isInside;
  }
  return found;
}

/** How many of the versions (newest first) lie behind the cut; at least `from`. */
function countBehind(versions: readonly Version[], cut: Cut, from: number): number {
  let low = from;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const version = versions[middle];
    if (version !== undefined && isBehind(version, cut)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function complement({ startsInside, cuts }: VersionSet): VersionSet {
  return { startsInside: !startsInside, cuts };
}

export function intersection(a: VersionSet, b: VersionSet): VersionSet {
  let [inA, inB] = [a.startsInside, b.startsInside];
  let [atA, atB] = [0, 0];
  const startsInside = inA && inB;
  let isInside = startsInside;
  const cuts: Cut[] = [];
  for (;;) {
    const [cutA, cutB] = [a.cuts[atA], b.cuts[atB]];
    const next = first(cutA, cutB);
    if (next === undefined) return { startsInside, cuts };
    if (cutA === next) {
      inA = !inA;
      atA++;
    }
    if (cutB === next) {
      inB = !inB;
      atB++;
    }
    if ((inA && inB) !== isInside) cuts.push(next);
    isInside = inA && inB;
  }
}

function first(a: Cut | undefined, b: Cut | undefined): Cut | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a <= b ? a : b;
}

export function union(a: VersionSet, b: VersionSet): VersionSet {
  return complement(intersection(complement(a), complement(b)));
}

export function isEmpty({ startsInside, cuts }: VersionSet): boolean {
  return !startsInside && cuts.length === 0;
}

/** Whether all versions of `a` are in `b`. */
export function isSubset(a: VersionSet, b: VersionSet): boolean {
  return areApart(a, complement(b));
}

/** Whether no version is in both. Most of what a resolver asks is this: nothing is made for it, and the first stretch in both ends it. */
export function areApart(a: VersionSet, b: VersionSet): boolean {
  let [inA, inB] = [a.startsInside, b.startsInside];
  let [atA, atB] = [0, 0];
  while (!inA || !inB) {
    const [cutA, cutB] = [a.cuts[atA], b.cuts[atB]];
    if ((cutA === undefined && !inA) || (cutB === undefined && !inB)) return true;
    const next = first(cutA, cutB);
    if (next === undefined) return true;
    if (cutA === next) {
      inA = !inA;
      atA++;
    }
    if (cutB === next) {
      inB = !inB;
      atB++;
    }
  }
  return false;
}
