import fc from "fast-check";
import { expect, test } from "vitest";
import type { Interval } from "../model/index.ts";
import { compareVersions, parseVersion } from "../python/index.ts";
import { isWithin, locate } from "./place.ts";

const BOUNDS = ["1.0.dev0", "1.0a1", "1.0", "1.0+local", "1.0.post1", "1.1", "2!0.5"];

test("a place is odd on a bound and even between two", () => {
  const places = ["0", "1.0.dev0", "1.0a2", "1", "1.0+other", "1.0.post0", "1!9", "2!0.5.0", "2!1"].map(
    placeOf,
  );
  expect(places).toEqual([0, 1, 4, 5, 8, 8, 12, 13, 14]);
});

test("no bounds at all: one place for every version", () => {
  expect(locate(version("3"), [])).toBe(0);
});

test("a bound is inside where it begins or is the last affected, outside where it is fixed", () => {
  const ends = (["fixed", "limit", "last-affected"] as const).map((end) =>
    ["1.0a1", "1.0", "1.0+local", "1.0.post1"].map((text) =>
      isWithin(placeOf(text), { from: 1, to: 2, end, repaired: false }),
    ),
  );
  expect(ends).toEqual([
    [true, false, false, false],
    [true, false, false, false],
    [true, true, false, false],
  ]);
});

test("the place decides an interval as comparing with its bounds does", () => {
  const text = fc.tuple(
    fc.constantFrom("", "1!", "2!"),
    fc.constantFrom("0", "0.5", "1", "1.0", "1.1"),
    fc.constantFrom("", ".dev0", "a1", "rc1", ".post1", "+local"),
  );
  const rank = fc.integer({ min: -1, max: BOUNDS.length - 1 });
  const end = fc.constantFrom<Interval["end"]>("fixed", "limit", "last-affected", "open");
  fc.assert(
    fc.property(
      fc.oneof(
        text.map((parts) => parts.join("")),
        fc.constantFrom(...BOUNDS),
      ),
      rank,
      rank,
      end,
      (candidate, from, to, kind) => {
        const interval = { from, to: to < 0 || kind === "open" ? null : to, end: kind, repaired: false };
        expect(isWithin(placeOf(candidate), interval)).toBe(isWithinByComparing(candidate, interval));
      },
    ),
    { numRuns: 500 },
  );
});

function isWithinByComparing(candidate: string, { from, to, end }: Interval): boolean {
  const order = (rank: number) => compareVersions(version(candidate), version(BOUNDS[rank] ?? ""));
  if (from >= 0 && order(from) < 0) return false;
  if (to === null) return true;
  return end === "last-affected" ? order(to) <= 0 : order(to) < 0;
}

function placeOf(text: string): number {
  return locate(version(text), BOUNDS);
}

function version(text: string) {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(`${text} is not PEP 440`);
  return parsed.value;
}
