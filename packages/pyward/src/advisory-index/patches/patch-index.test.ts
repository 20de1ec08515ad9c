import { describe, expect, test } from "vitest";
import type { PackageAdvisories } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { problemsOf } from "../../match/index.ts";
import type { AdvisoryIndex } from "../advisory-index.ts";
import { buildIndex } from "../build-index.ts";
import { openIndex } from "../index.ts";
import { memorySource } from "../memory-source.ts";
import { patchIndex } from "./patch-index.ts";
import { readPatches } from "./read-patches.ts";

const NAME = normalizeName("brick");
const VERSIONS = ["1.0", "1.1", "1.2", "1.3", "2.0", "2.0.4", "3.0"];
const record = (id: string, events: readonly object[], versions: readonly string[] = []) => ({
  id,
  aliases: ["CVE-2024-1"],
  modified: "2024-02-02T00:00:00Z",
  affected: [
    { package: { ecosystem: "PyPI", name: "brick" }, ranges: [{ type: "ECOSYSTEM", events }], versions },
    { package: { ecosystem: "PyPI", name: "wall" }, ranges: [{ type: "ECOSYSTEM", events }], versions },
  ],
});

async function database(...records: readonly object[]): Promise<AdvisoryIndex> {
  const raw = records.map((value) => ({ kind: "record" as const, file: "r.json", value }));
  const { bytes } = await buildIndex(raw, { now: new Date("2026-01-01T00:00:00Z") });
  return openIndex(memorySource(bytes));
}

function patchedWith(base: AdvisoryIndex, ...given: readonly object[]): AdvisoryIndex {
  const patches = readPatches({ patches: given.map((one) => ({ reason: "why", ...one })) }, "p.json");
  return patchIndex(base, { feed: "acme", patches });
}

function affected(index: AdvisoryIndex, name = NAME): readonly string[] {
  const known = index.lookup(name);
  if (known === null) return [];
  return VERSIONS.filter((version) => problemsOf({ name, version }, known).length > 0);
}

const recordOf = (known: PackageAdvisories | null, id: string) =>
  known?.advisories.find((one) => one.id === id);

const OPEN = record("PYSEC-1", [{ introduced: "1.1" }], ["0.9", "3.0"]);

describe("what a patch makes of a record", () => {
  test("affected takes the place of all that it said, for each package or for one", async () => {
    const base = await database(OPEN);
    const given = { id: "pysec-1", affected: [{ fixed: "1.1" }, { introduced: "1.3", lastAffected: "2.0" }] };
    expect(affected(base)).toEqual(["1.1", "1.2", "1.3", "2.0", "2.0.4", "3.0"]);
    expect(affected(patchedWith(base, given))).toEqual(["1.0", "1.3", "2.0"]);
    const only = patchedWith(base, { ...given, package: "Wall" });
    expect(affected(only)).toEqual(affected(base));
    expect(affected(only, normalizeName("wall"))).toEqual(["1.0", "1.3", "2.0"]);
    expect(affected(patchedWith(base, { id: "PYSEC-1", affected: [] }))).toEqual([]);
    expect(affected(patchedWith(base, { id: "PYSEC-1", affected: [{ version: "1.2.0" }] }))).toEqual(["1.2"]);
  });

  test("addFixed ends what has no fix, and is a fix to propose", async () => {
    const index = patchedWith(await database(OPEN), { id: "PYSEC-1", addFixed: "2.0.2" });
    expect(affected(index)).toEqual(["1.1", "1.2", "1.3", "2.0"]);
    const known = index.lookup(NAME);
    const [problem] = known === null ? [] : problemsOf({ name: NAME, version: "1.1" }, known);
    expect([problem?.fix?.version, problem?.fixedIn]).toEqual(["2.0.2", ["2.0.2"]]);
    const closed = await database(record("PYSEC-1", [{ introduced: "0" }, { fixed: "1.2" }]));
    expect(affected(patchedWith(closed, { id: "PYSEC-1", addFixed: "1.1" }))).toEqual(["1.0", "1.1"]);
    const last = await database(record("PYSEC-1", [{ introduced: "0" }, { last_affected: "2.0" }]));
    expect(affected(patchedWith(last, { id: "PYSEC-1", addFixed: "1.2" }))).toEqual(["1.0", "1.1"]);
  });

  test("severity, disputed, withdrawn; and whose it is", async () => {
    const base = await database(OPEN);
    const given = { id: "PYSEC-1", severity: "low", disputed: true, owner: "ana" };
    const index = patchedWith(base, given);
    expect(recordOf(index.lookup(NAME), "PYSEC-1")).toMatchObject({
      severity: { level: "low", score: null, source: "PYSEC-1 (acme)" },
      disputed: true,
      withdrawn: null,
      patchedBy: "acme",
      patchReason: "why (ana)",
      feed: "pypa",
    });
    expect(index.info.id).not.toBe(base.info.id);
    expect(index.info.modified).toBe(base.info.modified);
    expect(affected(patchedWith(base, { id: "PYSEC-1", withdrawn: true }))).toEqual([]);
  });

  test("the other records of the flaw go on saying what they said", async () => {
    const base = await database(OPEN, record("GHSA-1", [{ introduced: "0" }, { fixed: "1.2" }]));
    const index = patchedWith(
      base,
      { id: "PYSEC-1", withdrawn: true },
      { id: "CVE-2024-1", withdrawn: true },
    );
    expect(affected(index)).toEqual(["1.0", "1.1"]);
    expect(recordOf(index.lookup(NAME), "GHSA-1")?.patchedBy).toBeNull();
  });

  test("a later patch is applied to what an earlier one made", async () => {
    const index = patchedWith(
      await database(OPEN),
      { id: "PYSEC-1", affected: [{ introduced: "1.2" }] },
      { id: "PYSEC-1", addFixed: "2" },
    );
    expect(affected(index)).toEqual(["1.2", "1.3"]);
  });
});
