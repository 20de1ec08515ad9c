import { beforeAll, describe, expect, it } from "vitest";

import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { searchDatabase, showAdvisory } from "./show-database.ts";

const RECORDS = [
  {
    id: "PYSEC-2024-7",
    aliases: ["CVE-2024-7"],
    modified: "2024-05-01T00:00:00Z",
    affected: [
      {
        package: { ecosystem: "PyPI", name: "Zope.Interface" },
        ranges: [
          {
            type: "ECOSYSTEM",
            events: [
              { introduced: "0" },
              { fixed: "1.10" },
              { introduced: "2.0" },
              { last_affected: "2.3-NA" },
            ],
          },
        ],
        versions: ["1.9", "1.11", "old-final"],
      },
    ],
  },
  {
    id: "GHSA-zzzz-yyyy-xxxx",
    aliases: ["CVE-2024-7"],
    affected: [{ package: { ecosystem: "PyPI", name: "zodb" }, versions: ["1"] }],
  },
];

let index: AdvisoryIndex;
beforeAll(async () => {
  const records = RECORDS.map((value) => ({ kind: "record", file: "a", value }) as const);
  const { bytes } = await buildIndex(records, { now: new Date("2025-01-01T00:00:00Z") });
  index = openIndex(memorySource(bytes));
});

describe("searchDatabase", () => {
  it("finds packages by a part of the name as names compare", () => {
    expect(searchDatabase(index, "zope.INT").packages).toEqual([{ name: "zope-interface", advisories: 1 }]);
  });

  it("finds advisories by a part of an id or alias in any case", () => {
    const ids = searchDatabase(index, "cve-2024").advisories.map(({ id }) => id);
    expect(ids).toEqual(["GHSA-zzzz-yyyy-xxxx", "PYSEC-2024-7"]);
    expect(searchDatabase(index, "pysec").advisories).toHaveLength(1);
  });

  it("finds nothing for nothing", () => {
    expect(searchDatabase(index, "  ")).toEqual({ packages: [], advisories: [] });
  });
});

describe("showAdvisory", () => {
  it("reads ranks as versions", () => {
    expect(showAdvisory(index, "pysec-2024-7")).toMatchObject([
      {
        package: "zope-interface",
        ranges: [
          { introduced: null, fixed: "1.10", lastAffected: null, repaired: false },
          { introduced: "2.0", fixed: null, lastAffected: "2.3", repaired: true },
        ],
        versions: ["1.11", "old-final"],
        fixedIn: ["1.10"],
      },
    ]);
  });

  it("shows every record with the alias, and none for an id that is not there", () => {
    expect(showAdvisory(index, " CVE-2024-7 ").map((shown) => shown.package)).toEqual([
      "zodb",
      "zope-interface",
    ]);
    expect(showAdvisory(index, "CVE-2024-70")).toEqual([]);
  });
});
