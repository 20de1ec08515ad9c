import { expect, test } from "vitest";
import { buildIndex } from "./advisory-index/build-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { compareDatabases } from "./compare-databases.ts";

interface Given {
  readonly id: string;
  readonly events?: readonly Readonly<Record<string, string>>[];
  readonly aliases?: readonly string[];
  readonly published?: string;
  readonly modified?: string;
  readonly withdrawn?: string;
  readonly name?: string;
}

const TO_2 = [{ introduced: "0" }, { fixed: "2.0" }];
const TO_3 = [{ introduced: "0" }, { fixed: "3.0" }];

test("new, removed, withdrawn and restored, by id", async () => {
  const before = [
    { id: "PYSEC-2024-9" },
    { id: "PYSEC-2024-2" },
    gone("PYSEC-2024-3"),
    { id: "PYSEC-2024-4" },
  ];
  const after = [
    { id: "PYSEC-2024-4" },
    { id: "PYSEC-2024-3" },
    gone("PYSEC-2024-2"),
    { id: "PYSEC-2024-10" },
  ];
  const changes = await diff(before, after);
  expect(changes.map(({ id, change }) => [id, change])).toEqual([
    ["PYSEC-2024-2", "withdrawn"],
    ["PYSEC-2024-3", "restored"],
    ["PYSEC-2024-9", "removed"],
    ["PYSEC-2024-10", "new"],
  ]);
});

test.each([
  [TO_2, TO_3, ["demo: more versions are affected", "demo: fix added: 3.0", "demo: fix removed: 2.0"]],
  [TO_3, TO_2, ["demo: fewer versions are affected", "demo: fix added: 2.0", "demo: fix removed: 3.0"]],
  [
    [{ introduced: "0" }, { last_affected: "2.0" }],
    [{ introduced: "0" }, { fixed: "2.0.1" }],
    ["demo: more versions are affected", "demo: fix added: 2.0.1"],
  ],
  [[{ introduced: "0" }], TO_2, ["demo: fewer versions are affected", "demo: fix added: 2.0"]],
])("what a range does, in words", async (old, recent, what) => {
  const [change] = await diff(
    [{ id: "PYSEC-2024-1", events: old }],
    [{ id: "PYSEC-2024-1", events: recent }],
  );
  expect(change).toMatchObject({ change: "modified", what, isAffectedChanged: true });
});

test("the same range written otherwise is no change of what is affected", async () => {
  const twice = [...TO_2, { introduced: "1.0" }];
  const later = { id: "PYSEC-2024-1", modified: "2025-01-01T00:00:00Z" };
  expect(await diff([{ id: "PYSEC-2024-1" }], [later])).toMatchObject([
    { what: [], isAffectedChanged: false },
  ]);
  expect(await diff([{ id: "PYSEC-2024-1", events: twice }], [{ id: "PYSEC-2024-1" }])).toEqual([]);
  expect(await diff([later], [later])).toEqual([]);
});

test("a package that a record takes in or leaves", async () => {
  const change = await diff([{ id: "PYSEC-2024-1" }], [{ id: "PYSEC-2024-1", name: "other" }]);
  expect(change[0]?.what).toEqual(["no longer about demo", "also about other"]);
});

test("a new record of a flaw disclosed before, by its CVE or by a twin, is a backfill and no news", async () => {
  const before = [{ id: "PYSEC-2025-1", modified: "2025-06-30T00:00:00Z" }];
  const published = "2026-07-07T00:00:00Z";
  const changes = await diff(before, [
    ...before,
    { id: "PYSEC-2026-1", aliases: ["CVE-2024-1"], published },
    { id: "PYSEC-2026-2", aliases: ["CVE-2026-1"], published },
    { id: "PYSEC-2026-3", aliases: ["GHSA-aaaa-bbbb-cccc"], published },
    { id: "GHSA-aaaa-bbbb-cccc", published: "2025-03-01T00:00:00Z" },
  ]);
  expect(changes.map(({ id, isBackfill }) => [id, isBackfill])).toEqual([
    ["PYSEC-2026-1", true],
    ["PYSEC-2026-2", false],
    ["PYSEC-2026-3", true],
    ["GHSA-aaaa-bbbb-cccc", true],
  ]);
});

test("another kind, by the text of a patched record", async () => {
  const index = await open([{ id: "PYSEC-2024-1" }]);
  const lookup: typeof index.lookup = (name) => {
    const known = index.lookup(name);
    return known === null
      ? null
      : { ...known, advisories: known.advisories.map((one) => ({ ...one, kind: "malware" })) };
  };
  expect(compareDatabases(index, { ...index, lookup })).toMatchObject([
    { change: "modified", what: ["kind changed: vulnerability became malware"] },
  ]);
});

function gone(id: string): Given {
  return { id, withdrawn: "2024-06-01T00:00:00Z" };
}

async function diff(before: readonly Given[], after: readonly Given[]) {
  return compareDatabases(await open(before), await open(after));
}

async function open(records: readonly Given[]) {
  const raw = records.map(({ id, name = "demo", events = TO_2, ...more }) => ({
    kind: "record" as const,
    file: `${id}.json`,
    value: {
      id,
      modified: "2024-02-01T00:00:00Z",
      published: "2024-01-01T00:00:00Z",
      affected: [{ package: { ecosystem: "PyPI", name }, ranges: [{ type: "ECOSYSTEM", events }] }],
      ...more,
    },
  }));
  return openIndex(memorySource((await buildIndex(raw, { now: new Date("2026-11-24T00:00:00Z") })).bytes));
}
