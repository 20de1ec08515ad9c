import { describe, expect, test } from "vitest";
import type { Advisory, Interval } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import { exampleAdvisory } from "./example-advisory.ts";
import { problemsOf } from "./index.ts";

const BOUNDS = ["1.0", "1.1", "1.2", "2.0"];
const until = (to: number, from = -1): Interval => ({ from, to, end: "fixed", repaired: false });

function affects(
  version: string,
  ...given: readonly Partial<Advisory>[]
): readonly (readonly [string, boolean, string | null])[] {
  const advisories = given.map((one, at) =>
    exampleAdvisory({ id: `A-${at}`, aliases: ["CVE-2024-1"], ...one }),
  );
  const name = normalizeName("demo");
  const [problem] = problemsOf({ name, version }, { name, bounds: BOUNDS, advisories });
  return (problem?.records ?? []).map((record) => [record.id, record.affected, record.affects ?? null]);
}

describe("what each record calls affected, where they disagree", () => {
  const narrow = { intervals: [until(1), until(3, 2)] };
  const wide = { intervals: [until(2)] };

  test("each range of each record is told", () => {
    expect(affects("1.1", narrow, wide)).toEqual([
      ["A-0", false, "<1.1 or >=1.2,<2.0"],
      ["A-1", true, "<1.2"],
    ]);
  });

  test("nothing more is told where they agree, or where one cannot speak or is withdrawn", () => {
    expect(affects("1.0", narrow, wide).map(([, , told]) => told)).toEqual([null, null]);
    expect(affects("1.1", wide, { undecided: true }).map(([, , told]) => told)).toEqual([null, null]);
    expect(affects("1.1", wide, { ...narrow, withdrawn: "2024-05-01T00:00:00Z" })).toEqual([
      ["A-0", true, null],
    ]);
  });

  test("one that cannot speak tells nothing where others disagree", () => {
    expect(affects("1.1", wide, { undecided: true }, {})).toEqual([
      ["A-0", true, "<1.2"],
      ["A-1", false, null],
      ["A-2", false, "no version"],
    ]);
  });

  test("listed versions, inclusive ends, everything; no more than five of each", () => {
    const listed = { enumerated: [0, 1], oddVersions: ["a", "b", "c", "d"] };
    const ends: Interval = { from: 0, to: 2, end: "last-affected", repaired: false };
    const all: Interval = { from: -1, to: null, end: "open", repaired: false };
    expect(affects("1.2", listed, { intervals: [ends] }, { intervals: [all] })).toEqual([
      ["A-0", false, "1.0 or 1.1 or a or b or c or 1 more"],
      ["A-1", true, ">=1.0,<=1.2"],
      ["A-2", true, "every version"],
    ]);
  });
});
