import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { AdvisoryIndex } from "../../packages/pyward/src/advisory-index/advisory-index.ts";
import { openIndex } from "../../packages/pyward/src/advisory-index/index.ts";
import { verifyIndex } from "../../packages/pyward/src/advisory-index/verify-index.ts";
import { openByteSource } from "../../packages/pyward/src/host/node/index.ts";
import { normalizeName } from "../../packages/pyward/src/python/index.ts";
import { buildSnapshot } from "./build-snapshot.ts";

const ROOT = join(import.meta.dirname, "../..");
const SNAPSHOT = join(ROOT, "packages/advisories/snapshot.pyward");

describe("the committed snapshot", () => {
  let index: AdvisoryIndex;
  beforeAll(() => {
    index = openIndex(openByteSource(SNAPSHOT));
  });
  afterAll(() => index.close());

  it("is whole, named, dated and attributed", () => {
    verifyIndex(openByteSource(SNAPSHOT));
    expect(index.info).toMatchObject({
      modified: "2026-07-23T14:34:38Z",
      advisories: 7080,
      withdrawn: 269,
      hasTexts: false,
      malformed: [],
    });
    expect(index.info.attribution).toContain("CC BY 4.0");
    expect(index.packageNames()).toHaveLength(index.info.packages);
  });

  it("holds facts only: no text in it has a space", () => {
    const words: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === "string") words.push(value);
      else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
    };
    for (const name of index.packageNames()) {
      const { bounds, advisories } = index.lookup(name) ?? { bounds: [], advisories: [] };
      collect(bounds);
      for (const { severity, ...advisory } of advisories) {
        collect(advisory);
        collect([severity.vector, index.details(advisory.id)]);
      }
    }
    expect(words.length).toBeGreaterThan(80_000);
    expect(words.filter((word) => /\s/.test(word))).toEqual([]);
  });

  it("knows what the records say", () => {
    const django = index.lookup(normalizeName("Django"))?.advisories.find(({ id }) => id === "PYSEC-2019-16");
    expect(django).toMatchObject({ aliases: ["CVE-2019-19844", "GHSA-vfq6-hq5r-27r6"], withdrawn: null });
    const exploited = index
      .packageNames()
      .flatMap((name) => index.lookup(name)?.advisories.filter((one) => one.exploitedSince !== null) ?? []);
    expect(exploited).toHaveLength(10);
    const all = index.packageNames().flatMap((name) => index.lookup(name)?.advisories ?? []);
    expect(all.filter((one) => one.undecided && one.withdrawn === null).length).toBeGreaterThanOrEqual(10);
    expect(all.filter((one) => one.disputed)).toHaveLength(22);
  });
});

describe("building a snapshot", () => {
  const folder = mkdtempSync(join(tmpdir(), "pyward-snapshot-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("drops every sentence, and gives the same bytes twice", async () => {
    const record = {
      id: "PYSEC-2024-1",
      aliases: ["CVE-2024-90001"],
      modified: "2027-01-01T00:00:00Z",
      summary: "A summary",
      details: "Some SQL injection",
      references: [
        { type: "WEB", url: "https://site.example/" },
        { type: "FIX", url: "https://site.example/fix" },
      ],
      affected: [{ package: { ecosystem: "PyPI", name: "example" }, versions: ["1"] }],
    };
    const [records, kev] = [join(folder, "records.json"), join(folder, "kev.json")];
    writeFileSync(
      records,
      JSON.stringify([record, { ...record, id: "PYSEC-2024-2", modified: "2024-01-01T00:00:00Z" }]),
    );
    writeFileSync(
      kev,
      JSON.stringify({
        dateReleased: "2025-08-25T14:00:00.000Z",
        vulnerabilities: [{ cveID: "CVE-2024-90001", dateAdded: "2024-03-01" }],
      }),
    );
    const now = new Date("2026-07-23T23:59:59Z");
    const built = await buildSnapshot(records, kev, now);
    expect(built.info).toMatchObject({ modified: "2024-01-01T00:00:00Z", hasTexts: false });
    expect(built.info.signals.kev).toEqual({ date: "2025-08-25", entries: 1 });
    expect(Buffer.from(built.bytes).includes("summary")).toBe(false);
    expect(Buffer.compare((await buildSnapshot(records, kev, now)).bytes, built.bytes)).toBe(0);
  });
});
