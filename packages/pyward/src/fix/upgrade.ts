import type { Examination } from "../match/index.ts";
import { finalFixes } from "../match/index.ts";
import type { Advisory, PackageAdvisories, Problem, Upgrade } from "../model/index.ts";
import { countAffecting, ladderOf } from "./ladder.ts";

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
  const candidates = finalFixes(known.advisories.filter(isLive), place, known.bounds);
  if (candidates.length === 0) return { to: null, clears: 0, of };
  const ladder = ladderOf(candidates, known.bounds);
  const present = groupsOf(problems, groups);
  const remaining = countAffecting(groups, ladder);
  const kept = present.length === groups.length ? remaining : countAffecting(present, ladder);
  let best: Candidate = { version, clears: 0, remaining: groups.length };
  for (let at = 0; at < candidates.length; at++) {
    const found = {
      version: candidates[at]?.version ?? version,
      clears: present.length - (kept[at] ?? 0),
      remaining: remaining[at] ?? 0,
    };
    if (isBetter(found, best)) best = found;
    if (found.remaining === 0) break;
  }
  return { to: best.clears === 0 ? null : best.version, clears: best.clears, of };
}

function isLive({ withdrawn }: Advisory): boolean {
  return withdrawn === null;
}

/** The groups that the decided problems were made of. */
function groupsOf(problems: readonly Problem[], groups: Examination["groups"]): Examination["groups"] {
  const decided = problems.filter((problem) => problem.confidence !== "undecided");
  const ids = new Set(decided.flatMap((problem) => problem.records.map((record) => record.id)));
  return groups.filter((records) => records.some(({ id }) => ids.has(id)));
}

/** A version with no problem clears whatever can be cleared, so it wins without a rule of its own. */
function isBetter(left: Candidate, right: Candidate): boolean {
  return (
    left.clears > right.clears ||
    (left.clears === right.clears && left.clears > 0 && left.remaining < right.remaining)
  );
}
