import type { Advisory, PackageAdvisories, Problem } from "../model/index.ts";
import type { PackageName } from "../python/index.ts";
import { parseVersion } from "../python/index.ts";
import { sortByAdvisoryId } from "./advisory-id.ts";
import { groupRecords } from "./group-records.ts";
import { isAffected, matchRecord, placeVersion } from "./match-record.ts";
import type { Place } from "./place.ts";
import { makeProblem } from "./problem.ts";

/** A package at one version, as the source writes it. */
export interface Pinned {
  readonly name: PackageName;
  readonly version: string;
}

/** What the records of its package say of one version. */
export interface Examination {
  /** Null where the version is not PEP 440. */
  readonly place: Place | null;
  /** The live records, in groups that speak of one flaw; empty where there is no problem. */
  readonly groups: readonly (readonly Advisory[])[];
  /** Sorted by id. */
  readonly problems: readonly Problem[];
}

/**
 * Every known problem of a package at one version: one for each group of live records joined by id and
 * aliases in which a record affects the version, or in which none does and one cannot say (`undecided`).
 * A version that is not PEP 440 matches enumerated versions of the same text only; ask `isIncomparable` about the rest.
 */
export function examine(dependency: Pinned, known: PackageAdvisories): Examination {
  const placed = placeVersion(dependency.version, known.bounds);
  const { place } = placed;
  const live = liveOf(known.advisories);
  if (!live.some((advisory) => advisory.undecided || isAffected(advisory, placed))) {
    return { place, groups: [], problems: [] };
  }
  const groups = groupRecords(live);
  const problems: Problem[] = [];
  for (const group of groups) {
    const matches = group.map((advisory) => matchRecord(advisory, placed, known.bounds));
    if (matches.some((match) => match.affected || match.advisory.undecided)) {
      problems.push(makeProblem(matches, place, known));
    }
  }
  return { place, groups, problems: sortByAdvisoryId(problems, (problem) => problem.id) };
}

/** Without the withdrawn ones, which most packages have none of. */
function liveOf(advisories: readonly Advisory[]): readonly Advisory[] {
  return advisories.every(isLive) ? advisories : advisories.filter(isLive);
}

function isLive({ withdrawn }: Advisory): boolean {
  return withdrawn === null;
}

/** The problems alone. */
export function problemsOf(dependency: Pinned, known: PackageAdvisories): readonly Problem[] {
  return examine(dependency, known).problems;
}

/** The version is not PEP 440 and no live record lists its text: nothing can be said of it (gap `invalid-version`). */
export function isIncomparable(version: string, known: PackageAdvisories | null): boolean {
  if (parseVersion(version).ok) return false;
  const records = known?.advisories ?? [];
  return !records.some((record) => record.withdrawn === null && record.oddVersions.includes(version));
}
