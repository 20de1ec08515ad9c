import { expect, test } from "vitest";
import type { Advisory } from "../model/index.ts";
import { exampleAdvisory } from "../match/example-advisory.ts";
import { groupRecords } from "../match/index.ts";
import { normalizeName } from "../python/index.ts";
import type { AdvisoryIndex } from "./advisory-index.ts";
import { indexAt } from "./at.ts";

const NAME = normalizeName("demo");

test("a backfill counts from the day on which its flaw was disclosed, not from its own", () => {
  const old = exampleAdvisory({ id: "CVE-2024-1", disclosed: "2024-02-01T00:00:00Z" });
  const backfill = exampleAdvisory({
    id: "PYSEC-2026-1",
    aliases: ["CVE-2024-1"],
    published: "2026-07-07T00:00:00Z",
    disclosed: "2026-07-07T00:00:00Z",
  });
  expect(idsAt("2025-06-30T23:59:59Z", [backfill, old])).toEqual(["PYSEC-2026-1", "CVE-2024-1"]);
  expect(idsAt("2024-01-31T23:59:59Z", [backfill, old])).toEqual([]);
  expect(idsAt("2025-06-30T23:59:59Z", [backfill])).toEqual([]);
});

test("the moment itself counts, and a record without a date always does", () => {
  const dated = exampleAdvisory({ id: "PYSEC-2024-1", disclosed: "2024-02-01T12:00:00Z" });
  const undated = exampleAdvisory({ id: "PYSEC-2024-2", disclosed: null });
  expect(idsAt("2024-02-01T12:00:00Z", [dated, undated])).toEqual(["PYSEC-2024-1", "PYSEC-2024-2"]);
  expect(idsAt("2024-02-01T11:59:59Z", [dated, undated])).toEqual(["PYSEC-2024-2"]);
});

test("what was withdrawn or listed as exploited later was not yet; what was before stays so", () => {
  const record = exampleAdvisory({
    id: "PYSEC-2024-1",
    withdrawn: "2025-03-01T00:00:00Z",
    exploitedSince: "2025-03-01",
  });
  const day = (moment: string) => at(moment, [record])[0];
  expect(day("2025-02-28T23:59:59Z")).toMatchObject({ withdrawn: null, exploitedSince: null });
  expect(day("2025-03-01T00:00:00Z")).toMatchObject({
    withdrawn: "2025-03-01T00:00:00Z",
    exploitedSince: "2025-03-01",
  });
});

test("a score of a later day was not known", () => {
  const epss = { probability: 0.5, percentile: 0.9 };
  const index = indexOf([exampleAdvisory({ id: "CVE-2024-1", epss })]);
  const signals = { kev: null, epss: { date: "2025-03-01", entries: 1 } };
  const scored = { ...index, info: { ...index.info, signals } };
  const day = (moment: string) => {
    const { info, lookup } = indexAt(scored, moment, groupRecords);
    return [lookup(NAME)?.advisories[0]?.epss, info.signals.epss?.date];
  };
  expect(day("2025-02-28T23:59:59Z")).toEqual([null, undefined]);
  expect(day("2025-03-01T00:00:00Z")).toEqual([epss, "2025-03-01"]);
});

test("a withdrawn record tells no date of disclosure", () => {
  const gone = exampleAdvisory({
    id: "CVE-2024-1",
    disclosed: "2024-02-01T00:00:00Z",
    withdrawn: "2024-03-01T00:00:00Z",
  });
  const live = exampleAdvisory({
    id: "PYSEC-2026-1",
    aliases: ["CVE-2024-1"],
    disclosed: "2026-07-07T00:00:00Z",
  });
  expect(idsAt("2025-06-30T23:59:59Z", [gone, live])).toEqual(["CVE-2024-1"]);
});

test("the data is as old as the moment finds it, never newer", () => {
  const modified = (moment: string) => indexAt(indexOf([]), moment, groupRecords).info.modified;
  expect(modified("2025-06-30T23:59:59Z")).toBe("2025-06-30T23:59:59Z");
  expect(modified("2026-12-01T00:00:00Z")).toBe("2026-07-23T00:00:00Z");
});

function idsAt(moment: string, advisories: readonly Advisory[]): readonly string[] {
  return at(moment, advisories).map(({ id }) => id);
}

function at(moment: string, advisories: readonly Advisory[]): readonly Advisory[] {
  return indexAt(indexOf(advisories), moment, groupRecords).lookup(NAME)?.advisories ?? [];
}

function indexOf(advisories: readonly Advisory[]): AdvisoryIndex {
  return {
    info: {
      id: "sha256:0",
      modified: "2026-07-23T00:00:00Z",
      advisories: advisories.length,
      packages: 1,
      withdrawn: 0,
      sources: [],
      hasTexts: false,
      attribution: null,
      updated: null,
      signals: { kev: null, epss: null },
      malformed: [],
    },
    lookup: () => ({ name: NAME, bounds: [], advisories }),
    packagesOf: () => [NAME],
    details: () => null,
    packageNames: () => [NAME],
    rawRecords: null,
    close: () => undefined,
  };
}
