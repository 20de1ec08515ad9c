import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleAdvisory } from "../match/example-advisory.ts";
import { isAffectedAt, placeOfRank } from "../match/index.ts";
import type { Advisory, Interval } from "../model/index.ts";
import { countAffecting, ladderOf } from "./ladder.ts";

const BOUNDS = ["1", "2", "3", "4", "5", "6", "7", "8"];

test("two records of one group count once, of two groups twice", () => {
  const candidates = [1, 3, 5, 7].map((rank) => ({ place: placeOfRank(rank) }));
  const ladder = ladderOf(candidates, BOUNDS);
  expect([...ladder]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4]);
  const early = flaw([range(-1, 4)], []);
  const late = flaw([range(3, 7, "last-affected")], [1]);
  expect(counts([[early, late]], ladder)).toEqual([1, 1, 1, 1]);
  expect(counts([[early], [late]], ladder)).toEqual([2, 2, 1, 1]);
  expect(counts([[flaw([range(5, null, "open")], [])], []], ladder)).toEqual([0, 0, 1, 1]);
});

test("as asking every record about every candidate", () => {
  const rank = fc.integer({ min: 0, max: BOUNDS.length - 1 });
  const interval = fc
    .tuple(
      fc.integer({ min: -1, max: BOUNDS.length - 1 }),
      rank,
      fc.constantFrom<Interval["end"]>("fixed", "limit", "last-affected", "open"),
    )
    .map(([from, to, end]) => range(from, end === "open" ? null : to, end));
  const record = fc
    .tuple(fc.array(interval, { maxLength: 3 }), fc.uniqueArray(rank, { maxLength: 4 }))
    .map(([intervals, enumerated]) => flaw(intervals, enumerated));
  const groups = fc.array(fc.array(record, { minLength: 1, maxLength: 3 }), { maxLength: 4 });
  fc.assert(
    fc.property(groups, fc.uniqueArray(rank), (asked, ranks) => {
      const places = ranks.toSorted((left, right) => left - right).map(placeOfRank);
      const ladder = ladderOf(
        places.map((place) => ({ place })),
        BOUNDS,
      );
      const one = places.map(
        (place) =>
          asked.filter((records) => records.some((advisory) => isAffectedAt(advisory, place))).length,
      );
      expect(counts(asked, ladder)).toEqual(one);
    }),
    { numRuns: 2000 },
  );
});

/** Without the entry behind the last candidate. */
function counts(groups: readonly (readonly Advisory[])[], ladder: Int32Array): readonly number[] {
  return [...countAffecting(groups, ladder)].slice(0, -1);
}

function range(from: number, to: number | null, end: Interval["end"] = "fixed"): Interval {
  return { from, to, end, repaired: false };
}

function flaw(intervals: readonly Interval[], enumerated: readonly number[]): Advisory {
  return exampleAdvisory({ id: "A-1", intervals, enumerated });
}
