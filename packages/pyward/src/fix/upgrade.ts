import type { Pinned, Place } from "../match/index.ts";
import { finalFixes, groupRecords, isAffectedAt, placeVersion } from "../match/index.ts";
import type { Advisory, PackageAdvisories, Problem, Upgrade } from "../model/index.ts";

/** What one change of version does for the problems of a dependency: `clears` of `of` go. */
export type UpgradeStep = Pick<Upgrade, "to" | "clears" | "of">;

type Group = readonly Advisory[];

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
  dependency: Pinned,
  problems: readonly Problem[],
  known: PackageAdvisories,
): UpgradeStep {
  const of = problems.length;
  const { place } = placeVersion(dependency.version, known.bounds);
  if (place === null || of === 0) return { to: null, clears: 0, of };
  const groups = groupRecords(known.advisories);
  const present = presentOf(problems);
  let best: Candidate = { version: dependency.version, clears: 0, remaining: groups.length };
  for (const candidate of finalFixes(groups.flat(), place, known.bounds)) {
    const found = { version: candidate.version, ...judge(candidate.place, groups, present) };
    if (isBetter(found, best)) best = found;
    if (found.remaining === 0) break;
  }
  return { to: best.clears === 0 ? null : best.version, clears: best.clears, of };
}

/** Ids of the records that the decided problems were made of. */
function presentOf(problems: readonly Problem[]): ReadonlySet<string> {
  const decided = problems.filter((problem) => problem.confidence !== "undecided");
  return new Set(decided.flatMap((problem) => problem.records.map((record) => record.id)));
}

/** Plain loops: a package with hundreds of records has dozens of candidates. */
function judge(
  place: Place,
  groups: readonly Group[],
  present: ReadonlySet<string>,
): Omit<Candidate, "version"> {
  let clears = 0;
  let remaining = 0;
  for (const group of groups) {
    if (isAnyAffected(group, place)) remaining++;
    else if (group.some((record) => present.has(record.id))) clears++;
  }
  return { clears, remaining };
}

function isAnyAffected(group: Group, place: Place): boolean {
  for (const record of group) if (isAffectedAt(record, place)) return true;
  return false;
}

/** A version with no problem clears whatever can be cleared, so it wins without a rule of its own. */
function isBetter(left: Candidate, right: Candidate): boolean {
  return (
    left.clears > right.clears ||
    (left.clears === right.clears && left.clears > 0 && left.remaining < right.remaining)
  );
}
