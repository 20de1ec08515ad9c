import { describe, expect, test } from "vitest";
import { normalizeName } from "../python/index.ts";
import { record, serve } from "./example-served.ts";
import { findRecords } from "./find-records.ts";

const RECORDS = [
  record({
    id: "PYSEC-2026-2",
    aliases: ["CVE-2026-9"],
    events: [
      { introduced: "3.0" },
      { fixed: "3.1" },
      { introduced: "0" },
      { fixed: "1.2" },
      { introduced: "4" },
      { last_affected: "4.5" },
    ],
    versions: ["1.0", "2.5"],
  }),
  record({ id: "PYSEC-2026-3", withdrawn: "2026-07-02T00:00:00Z" }),
  {
    ...record({ id: "PYSEC-2026-4", events: [] }),
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  },
];
const facts = await serve(RECORDS, "facts");
const versions = ["0.1", "1.2", "1.3", "2.5", "2.5.post1", "3.0rc1", "3.0", "3.1", "4", "4.5", "4.5.1"];

function made(id: string) {
  return JSON.parse(Buffer.from(facts.shelf.byId(id)?.text() ?? "").toString());
}

describe("a record made from compiled facts", () => {
  test("has what matching needs, as ranges", () => {
    expect(made("PYSEC-2026-2")).toMatchObject({
      id: "PYSEC-2026-2",
      modified: "2026-07-01T10:00:00Z",
      published: "2026-06-01T00:00:00Z",
      aliases: ["CVE-2026-9"],
      affected: [
        {
          package: { ecosystem: "PyPI", name: "foo-bar", purl: "pkg:pypi/foo-bar" },
          ranges: [
            [{ introduced: "0" }, { fixed: "1.2" }],
            [{ introduced: "3.0" }, { fixed: "3.1" }],
            [{ introduced: "4" }, { last_affected: "4.5" }],
          ].map((events) => ({ type: "ECOSYSTEM", events })),
        },
        {
          package: { ecosystem: "PyPI", name: "foo-bar", purl: "pkg:pypi/foo-bar" },
          versions: ["2.5"],
        },
      ],
    });
  });

  test("what decides nothing rules nothing out", () => {
    expect(made("PYSEC-2026-4").affected).toMatchObject([
      { package: { name: "foo-bar" }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] },
    ]);
  });

  test("withdrawn stays withdrawn, and a vector keeps its kind", () => {
    expect(made("PYSEC-2026-3").withdrawn).toBe("2026-07-02T00:00:00Z");
    expect(made("PYSEC-2026-4").severity).toEqual([
      { type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" },
    ]);
  });

  test("matches what the supplier's record matches", async () => {
    const first = await serve(RECORDS);
    const again = await serve(facts.shelf.ids().map(made));
    const name = normalizeName("foo.bar");
    for (const version of versions)
      expect([version, findRecords(again.index, name, version)]).toEqual([
        version,
        findRecords(first.index, name, version),
      ]);
    expect(findRecords(first.index, name, "2.5")).toEqual(["PYSEC-2026-2", "PYSEC-2026-4"]);
  });
});
