import { expect, test } from "vitest";
import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import { databaseGaps, describeDatabase } from "./database.ts";

function database(modified: string, updated: string | null): OpenedDatabase {
  return {
    origin: "stored",
    index: {
      info: {
        id: "sha256:0",
        modified,
        advisories: 1,
        packages: 1,
        withdrawn: 0,
        sources: [],
        hasTexts: false,
        attribution: null,
        updated,
        signals: { kev: null, epss: null },
        malformed: [],
      },
      lookup: () => null,
      packagesOf: () => [],
      details: () => null,
      packageNames: () => [],
      rawRecords: null,
      close: () => undefined,
    },
  };
}

const NOW = new Date("2026-11-24T12:00:00Z");

test.each([
  ["2026-11-17T12:00:00Z", null, 7, false],
  ["2026-11-16T12:00:00Z", null, 8, true],
  // The supplier answered today, and what it answered is of July.
  ["2026-07-23T00:00:00Z", "2026-11-24T11:00:00Z", 124, true],
  ["2027-01-01T00:00:00Z", null, 0, false],
])("data of %s, updated %s, is %i days old", (modified, updated, ageDays, stale) => {
  expect(describeDatabase(database(modified, updated), NOW)).toMatchObject({ ageDays, stale });
});

test("data that is older than the policy allows is a gap, however often it is updated", () => {
  const old = database("2026-07-23T00:00:00Z", "2026-11-24T11:00:00Z");
  expect(databaseGaps(old, NOW, 124)).toEqual([]);
  expect(databaseGaps(old, NOW, 123).map(({ code }) => code)).toEqual(["stale-advisory-data"]);
});
