import { describe, expect, test } from "vitest";
import type { Advisory, Interval, PackageAdvisories } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import { exampleAdvisory } from "./example-advisory.ts";
import { isIncomparable, problemsOf } from "./index.ts";

const NAME = normalizeName("Demo");
const BOUNDS = ["1.0", "2.0rc1", "2.0", "2.0.post1", "3.0"];

test("a version in a range is a problem with the bounds as published, the fix and the page", () => {
  const [problem] = find("1.5", [record("PYSEC-2024-1", { intervals: [until("2.0")], fixed: ranks("2.0") })]);
  expect(problem).toMatchObject({
    id: "PYSEC-2024-1",
    kind: "vulnerability",
    url: "https://osv.dev/vulnerability/PYSEC-2024-1",
    confidence: "range",
    fixedIn: ["2.0"],
    fix: { version: "2.0", basis: "advisory" },
    records: [
      { id: "PYSEC-2024-1", affected: true, by: "range", introduced: "0", fixed: "2.0", lastAffected: null },
    ],
  });
});

test("a fix that is a pre-release is listed and never proposed; a post-release is proposed", () => {
  const intervals = [until("2.0rc1")];
  const fixes = (...versions: string[]) =>
    find("1.0", [record("PYSEC-2024-1", { intervals, fixed: ranks(...versions) })])[0];
  expect(fixes("2.0rc1")).toMatchObject({ fixedIn: ["2.0rc1"], fix: null });
  expect(fixes("2.0rc1", "2.0.post1")).toMatchObject({ fix: { version: "2.0.post1" } });
});

test("a fix at or below the version, or affected by a twin, is not proposed", () => {
  const first = record("PYSEC-2024-1", { intervals: [between("2.0", "3.0")], fixed: ranks("1.0", "3.0") });
  const wider = record("PYSEC-2024-2", {
    aliases: ["PYSEC-2024-1"],
    intervals: [until("2.0.post1")],
    fixed: ranks("2.0", "2.0.post1"),
  });
  expect(find("2.0", [first])[0]?.fix?.version).toBe("3.0");
  expect(find("1.5", [first, wider])[0]).toMatchObject({
    fixedIn: ["1.0", "2.0", "2.0.post1", "3.0"],
    fix: { version: "3.0" },
  });
});

test("records join transitively by id and alias in any case; withdrawn ones neither match nor join", () => {
  const hit = { intervals: [until("3.0")] };
  const chain = [
    record("GHSA-bbbb-bbbb-bbbb", { ...hit, aliases: ["cve-2024-2"] }),
    record("MAL-2024-1", { ...hit, aliases: ["CVE-2024-10"] }),
    record("PYSEC-2024-7", { ...hit, aliases: ["CVE-2024-10", "CVE-2024-2"] }),
    record("PYSEC-2024-8", hit),
  ];
  expect(find("1.0", chain).map(({ id, aliases }) => [id, ...aliases])).toEqual([
    ["PYSEC-2024-7", "GHSA-bbbb-bbbb-bbbb", "CVE-2024-2", "CVE-2024-10", "MAL-2024-1"],
    ["PYSEC-2024-8"],
  ]);
  const bridge = record("PYSEC-2024-7", {
    ...hit,
    aliases: ["CVE-2024-10", "CVE-2024-2"],
    withdrawn: "2024-05-01T00:00:00Z",
  });
  expect(find("1.0", [...chain.slice(0, 2), bridge]).map(({ id }) => id)).toEqual([
    "GHSA-bbbb-bbbb-bbbb",
    "CVE-2024-10",
  ]);
});

describe("confidence", () => {
  const range = record("PYSEC-2024-1", { intervals: [between("1.0", "3.0")] });
  const twin = (id: string, given: Partial<Advisory>) => record(id, { aliases: ["PYSEC-2024-1"], ...given });
  const cases: readonly (readonly [string, readonly Advisory[], string])[] = [
    ["a range", [range], "range"],
    ["only the enumeration", [record("A-1", { enumerated: ranks("2.0") })], "enumerated"],
    ["a range without ends", [record("A-1", { intervals: [endless()], unbounded: true })], "unbounded"],
    ["a repaired bound", [record("A-1", { intervals: [{ ...until("3.0"), repaired: true }] })], "repaired"],
    [
      "a range beside a repaired one",
      [record("A-1", { intervals: [{ ...until("3.0"), repaired: true }, until("3.0")] })],
      "range",
    ],
    ["no readable bound", [record("A-1", { undecided: true })], "undecided"],
    ["a surer twin", [range, twin("A-2", { intervals: [{ ...until("3.0"), repaired: true }] })], "range"],
    ["a twin that cannot speak", [range, twin("A-2", { undecided: true })], "range"],
    ["a twin that denies", [range, twin("A-2", { intervals: [until("1.0")] })], "disputed"],
    ["a flaw marked as disputed", [{ ...range, disputed: true }], "disputed"],
    ["a withdrawn twin that denies", [range, twin("A-2", { withdrawn: "2024-05-01T00:00:00Z" })], "range"],
  ];
  test.each(cases)("%s", (_, records, expected) => {
    expect(find("2.0", records).map((problem) => problem.confidence)).toEqual([expected]);
  });
});

test("an undecided record is told as one that affects nothing for certain", () => {
  const [problem] = find("2.0", [record("PYSEC-2024-1", { undecided: true })]);
  expect(problem).toMatchObject({ fix: null, fixedIn: [], records: [{ affected: false, by: null }] });
});

test("one severity for a group: the highest score among the records that affect", () => {
  const severity = (score: number | null, level: "low" | "high" | "critical" | "unknown") => ({
    level,
    score,
    vector: null,
    source: null,
  });
  const group = [
    record("PYSEC-2024-1", { intervals: [until("3.0")], severity: severity(null, "unknown") }),
    record("GHSA-a", {
      aliases: ["PYSEC-2024-1"],
      intervals: [until("3.0")],
      severity: severity(3.1, "low"),
    }),
    record("GHSA-b", {
      aliases: ["PYSEC-2024-1"],
      intervals: [until("3.0")],
      severity: severity(null, "high"),
    }),
    record("GHSA-c", {
      aliases: ["PYSEC-2024-1"],
      intervals: [until("1.0")],
      severity: severity(9.8, "critical"),
    }),
  ];
  expect(find("2.0", group)[0]?.severity).toEqual({
    level: "low",
    score: 3.1,
    vector: null,
    source: "GHSA-a",
  });
  expect(find("2.0", [group[0], group[2]].filter(isAdvisory))[0]?.severity.source).toBe("GHSA-b");
});

test("dates and exploitation are the group's: earliest disclosed, published and listed, latest modified", () => {
  const group = [
    record("PYSEC-2026-1", {
      intervals: [until("3.0")],
      disclosed: "2024-12-31T00:00:00Z",
      published: "2026-07-07T00:00:00Z",
      modified: "2026-07-08T00:00:00Z",
    }),
    record("GHSA-a", {
      aliases: ["PYSEC-2026-1"],
      disclosed: "2024-05-20T00:00:00Z",
      published: "2024-05-20T00:00:00Z",
      modified: "2025-01-01T00:00:00Z",
      exploitedSince: "2024-06-01",
    }),
  ];
  expect(find("2.0", group)[0]).toMatchObject({
    disclosed: "2024-05-20T00:00:00Z",
    imported: "2024-05-20T00:00:00Z",
    modified: "2026-07-08T00:00:00Z",
    exploited: { since: "2024-06-01" },
  });
});

test("the title is the weakness that an affecting record is about; an unknown one gives none", () => {
  const titled = (weakness: string) =>
    find("1.0", [record("A-1", { intervals: [until("3.0")], weakness })])[0]?.title;
  expect(titled("path-traversal")).toBe("Path traversal in demo");
  expect(titled("of a newer database")).toBeNull();
});

test("a version that is not PEP 440 matches the same text only, and is incomparable where nothing lists it", () => {
  const listed = record("A-1", { oddVersions: ["trunk"], intervals: [endless()] });
  expect(find("trunk", [listed])[0]).toMatchObject({ fix: null, records: [{ by: "enumerated" }] });
  expect(find("Trunk", [listed])).toEqual([]);
  expect(isIncomparable("trunk", known([listed]))).toBe(false);
  expect(isIncomparable("Trunk", known([listed]))).toBe(true);
  expect(isIncomparable("trunk", known([{ ...listed, withdrawn: "2024-05-01T00:00:00Z" }]))).toBe(true);
  expect(isIncomparable("1.0", known([]))).toBe(false);
  expect(isIncomparable("trunk", null)).toBe(true);
});

function find(version: string, advisories: readonly Advisory[]) {
  return problemsOf({ name: NAME, version }, known(advisories));
}

function known(advisories: readonly Advisory[]): PackageAdvisories {
  return { name: NAME, bounds: BOUNDS, advisories };
}

function record(id: string, given: Partial<Advisory> = {}): Advisory {
  return exampleAdvisory({ id, ...given });
}

function isAdvisory(value: Advisory | undefined): value is Advisory {
  return value !== undefined;
}

function ranks(...versions: readonly string[]): readonly number[] {
  return versions.map((version) => BOUNDS.indexOf(version));
}

function until(version: string): Interval {
  return { from: -1, to: BOUNDS.indexOf(version), end: "fixed", repaired: false };
}

function between(from: string, to: string): Interval {
  return { ...until(to), from: BOUNDS.indexOf(from) };
}

function endless(): Interval {
  return { from: -1, to: null, end: "open", repaired: false };
}
