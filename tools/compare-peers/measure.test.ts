import { describe, expect, test } from "vitest";
import type { Row } from "./answers.ts";
import { compare, countFixes } from "./measure.ts";
import type { PeerId } from "./peers.ts";
import { groupsOf, type RecordFacts } from "./truth.ts";

const plain: RecordFacts = {
  id: "PYSEC-2099-1",
  aliases: ["CVE-2099-1"],
  withdrawn: false,
  affected: true,
  served: true,
  decidable: true,
  oddBound: false,
  oddFix: false,
  severalIntervals: false,
  gitFirst: false,
  listed: true,
  listedAsText: true,
  lists: true,
  namedAsText: true,
  fixes: ["0.9", "2.0"],
  fix: "2.0",
};

function row(id: string, fixes: readonly string[] = []): Row {
  return { name: "shown", version: "1.0", ids: [id], fixes };
}

function groupsWith(...records: readonly Partial<RecordFacts>[]): ReturnType<typeof groupsOf> {
  const whole = records.map((record) => ({ ...plain, ...record }));
  return groupsOf([{ name: "shown", version: "v1.0", records: whole }]);
}

/** The only cause for which a tool that says nothing of `record` differs from pyward. */
function causeOf(peer: PeerId, record: Partial<RecordFacts>): string {
  const groups = groupsWith(record, { id: "PYSEC-2099-9", aliases: [] });
  const seen = row("PYSEC-2099-9");
  const { onlyPyward } = compare({
    peer,
    rows: [seen],
    pyward: [row("PYSEC-2099-1"), seen],
    groups,
    leftOut: new Set(),
  });
  return [...onlyPyward.keys()].join();
}

describe("the cause of a peer's silence", () => {
  const believed = { lists: true, listedAsText: false };
  const unread = { affected: false, oddBound: true };
  test.each([
    ["osv-scanner", { gitFirst: true, listedAsText: false }, "git-range-first"],
    ["osv-scanner", { gitFirst: true }, "unexplained"],
    ["osv-scanner", { namedAsText: false }, "name-as-text"],
    ["pysentry", believed, "believes-the-list-only"],
    ["pysentry", { lists: false, listedAsText: false, severalIntervals: true }, "one-interval-only"],
    ["pysentry", { lists: false, listedAsText: false }, "unexplained"],
    ["pip-audit", believed, "unexplained"],
    ["uv audit", unread, "bound-not-pep440"],
    ["uv audit", { affected: false, decidable: false }, "says-no-versions"],
    ["uv audit", { affected: false }, "unexplained"],
  ] as const)("%s, %o: %s", (peer, record, cause) => {
    expect(causeOf(peer, record)).toBe(cause);
  });
});

describe("a comparison", () => {
  const base = { peer: "pip-audit", groups: groupsWith({}), leftOut: new Set<string>() } as const;

  test("counts two names of one problem once and agrees on them", () => {
    const { rows, findings, agreed, onlyPyward, onlyPeer } = compare({
      ...base,
      rows: [row("PYSEC-2099-1"), row("CVE-2099-1")],
      pyward: [row("PYSEC-2099-1")],
    });
    expect([rows, findings, agreed, onlyPyward.size, onlyPeer.size]).toEqual([2, 1, 1, 0, 0]);
  });

  test("never loses a row about a record that the truth does not know", () => {
    const { onlyPeer } = compare({ ...base, rows: [row("MADE-UP-1")], pyward: [] });
    expect(onlyPeer.get("unexplained")?.count).toBe(1);
  });

  test("knows what was withdrawn", () => {
    const groups = groupsWith({ withdrawn: true, affected: false });
    const { onlyPeer } = compare({ ...base, groups, rows: [row("PYSEC-2099-1")], pyward: [] });
    expect([...onlyPeer.keys()]).toEqual(["withdrawn"]);
  });

  test("says that an input was not read where there are no rows at all", () => {
    const { onlyPyward } = compare({ ...base, rows: [], pyward: [row("PYSEC-2099-1")] });
    expect([...onlyPyward.keys()]).toEqual(["input-not-read"]);
  });
});

describe("fixes", () => {
  test("at or below the version in use are counted, and a first that is not the one to take", () => {
    const groups = groupsWith({});
    const of = (...fixes: readonly string[]): unknown => countFixes([row("PYSEC-2099-1", fixes)], groups);
    expect(of("0.9", "2.0")).toEqual({ shown: 1, notAbove: 1, firstIsWrong: 1, right: 0, judged: 1 });
    expect(of("2.0", "1.0.0")).toEqual({ shown: 1, notAbove: 1, firstIsWrong: 0, right: 1, judged: 1 });
    expect(of("2.0.0")).toEqual({ shown: 1, notAbove: 0, firstIsWrong: 0, right: 1, judged: 1 });
    expect(of()).toEqual({ shown: 0, notAbove: 0, firstIsWrong: 0, right: 0, judged: 1 });
  });

  test("are right to be absent where no record has one", () => {
    const groups = groupsWith({ fix: null, fixes: [] });
    expect(countFixes([row("PYSEC-2099-1")], groups)).toMatchObject({ right: 1, judged: 1 });
  });

  test("of a tool that shows none are not counted", () => {
    expect(countFixes([{ ...row("PYSEC-2099-1"), fixes: null }], groupsWith({}))).toBeNull();
  });
});

test("withdrawn records join no group", () => {
  const groups = groupsWith({}, { id: "PYSEC-2099-2", withdrawn: true });
  expect(groups.all.map((group) => group.records.length)).toEqual([1, 1]);
  expect(groups.find("shown", "1.0", ["CVE-2099-1"])?.records[0]?.withdrawn).toBe(false);
});
