import type { Examination, Place } from "../match/index.ts";
import { finalFixes, isAffectedAt, placeOfRank } from "../match/index.ts";
import type { Advisory, PackageAdvisories, Problem, Upgrade } from "../model/index.ts";

/** What one change of version does for the problems of a dependency: `clears` of `of` go. */
export type UpgradeStep = Pick<Upgrade, "to" | "clears" | "of">;

interface Candidate {
  readonly version: string;
  readonly clears: number;
  /** Problems that the version itself has: kept ones and new ones. */
  readonly remaining: number;
}

/**
 * The one upgrade that does most for a dependency, among the versions above it that its live records call fixed and
 * that are final: the lowest that no record affects; without such a one, the version that clears most of the problems,
 * of those the one that has fewest itself, of those the lowest. `to` is null where none clears any. An undecided
 * problem is never cleared: nobody can say where it ends.
 */
export function upgradeOf(
  version: string,
  { place, groups, problems }: Examination,
  known: PackageAdvisories,
): UpgradeStep {
  const of = problems.length;
  if (place === null || of === 0) return { to: null, clears: 0, of };
  const fixes = finalFixes(liveOf(known.advisories), place, known.bounds);
  if (fixes.length === 0) return { to: null, clears: 0, of };
  const present = presentOf(problems);
  let open = groups.map((records) => describe(records, present));
  const total = open.filter(({ isPresent }) => isPresent).length;
  let best: Candidate = { version, clears: 0, remaining: groups.length };
  for (const candidate of fixes) {
    // What ends below this candidate ends below all that follow: a package with hundreds of records has dozens of them.
    open = open.filter(({ last }) => last >= candidate.place);
    let kept = 0;
    let remaining = 0;
    open.forEach(({ records, isPresent }) => {
      if (!isAnyAffected(records, candidate.place)) return;
      remaining++;
      if (isPresent) kept++;
    });
    const found = { version: candidate.version, clears: total - kept, remaining };
    if (isBetter(found, best)) best = found;
    if (found.remaining === 0) break;
  }
  return { to: best.clears === 0 ? null : best.version, clears: best.clears, of };
}

interface Group {
  readonly records: readonly Advisory[];
  /** A decided problem of the dependency is made of them. */
  readonly isPresent: boolean;
  /** No place above this one is affected. */
  readonly last: Place;
}

function describe(records: readonly Advisory[], present: ReadonlySet<string>): Group {
  let last: Place = Number.NEGATIVE_INFINITY;
  for (const { intervals, enumerated } of records) {
    intervals.forEach(({ to }) => {
      last = Math.max(last, to === null ? Number.POSITIVE_INFINITY : placeOfRank(to));
    });
    enumerated.forEach((rank) => {
      last = Math.max(last, placeOfRank(rank));
    });
  }
  return { records, isPresent: records.some(({ id }) => present.has(id)), last };
}

/** Without the withdrawn ones, which most packages have none of. */
function liveOf(advisories: readonly Advisory[]): readonly Advisory[] {
  return advisories.every(isLive) ? advisories : advisories.filter(isLive);
}

function isLive({ withdrawn }: Advisory): boolean {
  return withdrawn === null;
}

/** Ids of the records that the decided problems were made of. */
function presentOf(problems: readonly Problem[]): ReadonlySet<string> {
  const decided = problems.filter((problem) => problem.confidence !== "undecided");
  return new Set(decided.flatMap((problem) => problem.records.map((record) => record.id)));
}

function isAnyAffected(records: readonly Advisory[], place: Place): boolean {
  return records.some((record) => isAffectedAt(record, place));
}

/** A version with no problem clears whatever can be cleared, so it wins without a rule of its own. */
function isBetter(left: Candidate, right: Candidate): boolean {
  return (
    left.clears > right.clears ||
    (left.clears === right.clears && left.clears > 0 && left.remaining < right.remaining)
  );
}
