import { placeOfRank, type Place } from "../match/index.ts";
import type { Advisory } from "../model/index.ts";

/** By rank of a bound: how many of the candidates stand below it. One more at the end: how many there are. */
type Ladder = Int32Array;

/** `candidates`: ascending, each on a bound. */
export function ladderOf(
  candidates: readonly { readonly place: Place }[],
  bounds: readonly string[],
): Ladder {
  const ladder = new Int32Array(bounds.length + 1);
  let below = 0;
  for (let rank = 0; rank < bounds.length; rank++) {
    ladder[rank] = below;
    if (candidates[below]?.place === placeOfRank(rank)) below++;
  }
  ladder[bounds.length] = below;
  return ladder;
}

/**
 * By candidate: how many of the groups affect it, as `isAffectedAt` says of their records. A range is looked up once,
 * where it begins and ends among the candidates (OSV schema, "Evaluation": `last_affected` is inside, `fixed` and
 * `limit` outside): to ask each group about each candidate is thousands of questions for a package of a hundred records.
 */
export function countAffecting(groups: readonly (readonly Advisory[])[], ladder: Ladder): Int32Array {
  const counts = new Int32Array((ladder.at(-1) ?? 0) + 1);
  for (const records of groups) {
    const stretches: Stretch[] = [];
    for (const record of records) addStretches(record, ladder, stretches);
    if (stretches.length > 1) stretches.sort((left, right) => left.from - right.from);
    let reached = 0; // what two records of a group say of one candidate counts once
    for (const { from, to } of stretches) {
      if (to <= reached) continue;
      step(counts, Math.max(from, reached), 1);
      step(counts, to, -1);
      reached = to;
    }
  }
  for (let at = 1; at < counts.length; at++) step(counts, at, counts[at - 1] ?? 0);
  return counts;
}

/** Candidates by their number: from the first up to, without, the other. Never empty. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

function addStretches({ intervals, enumerated }: Advisory, ladder: Ladder, stretches: Stretch[]): void {
  intervals.forEach(({ from, to, end }) => {
    const behind = to === null ? Number.POSITIVE_INFINITY : end === "last-affected" ? to + 1 : to;
    addBetween(Math.max(from, 0), behind, { ladder, stretches });
  });
  for (let at = 0; at < enumerated.length; at++) {
    const rank = enumerated[at] ?? 0;
    if (ladder[rank] !== ladder[rank + 1]) addBetween(rank, rank + 1, { ladder, stretches });
  }
}

/** From the bound of one rank up to, without, that of another; a rank that is none is above all. */
function addBetween(
  first: number,
  behind: number,
  { ladder, stretches }: { readonly ladder: Ladder; readonly stretches: Stretch[] },
): void {
  const all = ladder.at(-1) ?? 0;
  const stretch = { from: ladder[first] ?? all, to: ladder[behind] ?? all };
  if (stretch.from < stretch.to) stretches.push(stretch);
}

function step(counts: Int32Array, at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by;
}
