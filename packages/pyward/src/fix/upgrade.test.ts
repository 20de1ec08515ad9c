import { expect, test } from "vitest";
import { exampleAdvisory } from "../match/example-advisory.ts";
import { examine } from "../match/index.ts";
import type { Advisory, Interval } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import { upgradeOf } from "./index.ts";

const NAME = normalizeName("demo");
const BOUNDS = ["1.0", "1.1", "1.2rc1", "1.3", "2.0"];

test("the lowest version that no record affects, though a lower one clears nearly all", () => {
  expect(
    plan("1.0", [flaw("A-1", ["0", "1.1"]), flaw("A-2", ["0", "1.1"]), flaw("A-3", ["0", "2.0"])]),
  ).toEqual({
    to: "2.0",
    clears: 3,
    of: 3,
  });
});

test("a version that brings a new problem gives way to a higher one that brings none", () => {
  expect(plan("1.0", [flaw("A-1", ["0", "1.1"]), flaw("A-2", ["1.1", "1.3"])])).toEqual({
    to: "1.3",
    clears: 1,
    of: 1,
  });
});

test("where none is clean: what clears most, of those the one with the fewest problems, of those the lowest", () => {
  const endless = { from: -1, to: null, end: "open", repaired: false } as const;
  const forever = { ...flaw("A-9", ["0", "1.1"]), intervals: [endless], fixed: [] };
  const later = { ...flaw("A-8", ["1.1", "1.3"]), intervals: [interval("1.1", "1.3")] };
  expect(plan("1.0", [flaw("A-1", ["0", "1.1"]), forever])).toEqual({ to: "1.1", clears: 1, of: 2 });
  expect(plan("1.0", [flaw("A-1", ["0", "1.1"]), flaw("A-2", ["0", "1.3"]), forever])).toEqual({
    to: "1.3",
    clears: 2,
    of: 3,
  });
  expect(plan("1.0", [flaw("A-1", ["0", "1.1"]), later, forever])).toEqual({ to: "1.3", clears: 1, of: 2 });
});

test("pre-releases, lower versions and withdrawn records' fixes are no candidates", () => {
  expect(plan("1.1", [flaw("A-1", ["1.0", "1.2rc1"])])).toEqual({ to: null, clears: 0, of: 1 });
  const withdrawn = { ...flaw("A-2", ["0", "1.3"]), withdrawn: "2024-05-01T00:00:00Z" };
  expect(plan("1.1", [flaw("A-1", ["1.0", "2.0"]), withdrawn])).toEqual({ to: "2.0", clears: 1, of: 1 });
});

test("an undecided problem is never cleared", () => {
  const undecided = { ...flaw("A-2", ["0", "1.1"]), intervals: [], fixed: [], undecided: true };
  expect(plan("1.0", [flaw("A-1", ["0", "1.1"]), undecided])).toEqual({ to: "1.1", clears: 1, of: 2 });
  expect(plan("1.0", [undecided])).toEqual({ to: null, clears: 0, of: 1 });
});

test("twins count once", () => {
  const twin = { ...flaw("A-2", ["0", "1.3"]), aliases: ["A-1"] };
  expect(plan("1.0", [flaw("A-1", ["0", "1.1"]), twin])).toEqual({ to: "1.3", clears: 1, of: 1 });
});

test("no problems, or a version that is not PEP 440: nothing to plan", () => {
  expect(plan("2.0", [flaw("A-1", ["0", "1.1"])])).toEqual({ to: null, clears: 0, of: 0 });
  const odd = { ...flaw("A-1", ["0", "1.1"]), oddVersions: ["trunk"] };
  expect(plan("trunk", [odd])).toEqual({ to: null, clears: 0, of: 1 });
});

function plan(version: string, advisories: readonly Advisory[]) {
  const known = { name: NAME, bounds: BOUNDS, advisories };
  const dependency = { name: NAME, version };
  return upgradeOf(version, examine(dependency, known), known);
}

function interval(from: string, to: string): Interval {
  return { from: BOUNDS.indexOf(from), to: BOUNDS.indexOf(to), end: "fixed", repaired: false };
}

/** A record that affects `from` up to its one fix; "0" is no bound and so the very first release. */
function flaw(id: string, [from, to]: readonly [string, string]): Advisory {
  return exampleAdvisory({ id, intervals: [interval(from, to)], fixed: [BOUNDS.indexOf(to)] });
}
