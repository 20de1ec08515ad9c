import type { Pinned } from "../match/index.ts";
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
  const present = decidedGroups(problems, groups);
  let best: Candidate = { version: dependency.version, clears: 0, remaining: groups.length };
  for (const candidate of finalFixes(groups.flat(), place, known.bounds)) {
    const affecting = new Set(
      groups.filter((group) => group.some((record) => isAffectedAt(record, candidate.place))),
    );
    const clears = present.filter((group) => !affecting.has(group)).length;
    const found = { version: candidate.version, clears, remaining: affecting.size };
    if (isBetter(found, best)) best = found;
    if (found.remaining === 0) break;
  }
  return { to: best.clears === 0 ? null : best.version, clears: best.clears, of };
}

/** The groups of records that the problems were made of. */
function decidedGroups(problems: readonly Problem[], groups: readonly Group[]): readonly Group[] {
  const decided = problems.filter((problem) => problem.confidence !== "undecided");
  const ids = new Set(decided.flatMap((problem) => problem.records.map((record) => record.id)));
  return groups.filter((group) => group.some((record) => ids.has(record.id)));
}

/** A version with no problem clears whatever can be cleared, so it wins without a rule of its own. */
function isBetter(left: Candidate, right: Candidate): boolean {
  return (
    left.clears > right.clears ||
    (left.clears === right.clears && left.clears > 0 && left.remaining < right.remaining)
  );
}
