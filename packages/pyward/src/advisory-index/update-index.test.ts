import fc from "fast-check";
import { expect, it } from "vitest";
import type { RawRecord } from "../model/index.ts";
import { buildIndex } from "./build-index.ts";
import { memorySource } from "./memory-source.ts";
import { join } from "./store/piece.ts";
import { updateIndex } from "./update-index.ts";

const OPTIONS = { now: new Date("2026-07-01T00:00:00Z"), updated: "2026-07-01T00:00:00Z" };
/** Some are equal and written differently: which text stands for them depends on who says them. */
const version = fc.constantFrom("1", "1.0", "1.0.0", "1.0-NA", "2.0", "2", "2.0.0", "1.5rc1", "3!1", "odd-x");
const event = fc.oneof(
  version.map((introduced) => ({ introduced })),
  version.map((fixed) => ({ fixed })),
  version.map((last) => ({ last_affected: last })),
);
const affected = fc.record({
  package: fc.constantFrom<string[]>("a", "b", "c").map((name) => ({ ecosystem: "PyPI", name })),
  versions: fc.array(version, { maxLength: 3 }),
  ranges: fc.array(fc.record({ type: fc.constant("ECOSYSTEM"), events: fc.array(event, { maxLength: 3 }) }), {
    maxLength: 2,
  }),
});
const said = fc.record({
  id: fc.integer({ min: 1, max: 8 }).map((number) => `PYSEC-2026-${number}`),
  modified: fc.constant("2026-06-01T00:00:00Z"),
  summary: fc.option(fc.constantFrom("one", "two")),
  aliases: fc.subarray(["CVE-2026-1", "CVE-2026-2"]),
  affected: fc.array(affected, { minLength: 1, maxLength: 2 }),
});
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

function raw(records: Iterable<Said>): readonly RawRecord[] {
  return [...records].map((value) => ({ kind: "record", file: `${value.id}.json`, value }));
}

/** A database that has texts stays one. */
const ALWAYS: Said = {
  id: "PYSEC-2026-9",
  modified: "2026-06-01T00:00:00Z",
  summary: "one",
  aliases: [],
  affected: [{ package: { ecosystem: "PyPI", name: "z" }, versions: ["1"], ranges: [] }],
};

function byId(records: readonly Said[]): ReadonlyMap<string, Said> {
  return new Map([...records, ALWAYS].map((record) => [record.id, record]));
}

const someSignals = fc.record({
  exploited: fc
    .subarray(["CVE-2026-1", "PYSEC-2026-2"])
    .map((ids) => new Map(ids.map((id) => [id, "2026-05-01"]))),
  epss: fc
    .subarray(["CVE-2026-2", "PYSEC-2026-3"])
    .map((ids) => new Map(ids.map((id) => [id, { probability: 0.5, percentile: 0.9 }]))),
});
type Signals = typeof someSignals extends fc.Arbitrary<infer T> ? T : never;

it("gives out of an old database and what changed the bytes that all records give", async () => {
  let carriedOver = 0;
  const property = async (
    old: readonly Said[],
    fresh: readonly Said[],
    gone: readonly number[],
    signals: Signals | null,
  ) => {
    const options = { ...OPTIONS, ...signals };
    const before = byId(old);
    const lost = new Set(gone.map((number) => `PYSEC-2026-${number}`));
    const changed = byId(fresh.filter(({ id }) => !lost.has(id)));
    const after = new Map([...before, ...changed].filter(([id]) => !lost.has(id)));
    const stored = await buildIndex(raw(before.values()), OPTIONS);
    const whole = await buildIndex(raw(after.values()), options);
    const change = {
      ids: new Set([...changed.keys(), ...lost].filter((id) => before.has(id) || after.has(id))),
      valuesOf: (id: string) => [after.get(id)].filter((value) => value !== undefined),
      isLive: (id: string) => after.has(id),
      isOtherSignals: signals !== null,
      rawRecords: [],
    };
    const updated = await updateIndex(memorySource(stored.bytes), change, options);
    if (updated !== null) carriedOver++;
    const bytes = updated === null ? null : join(updated.pieces);
    expect(bytes).not.toBeNull();
    expect(Buffer.compare(bytes ?? Buffer.alloc(0), whole.bytes)).toBe(0);
  };
  const records = fc.array(said, { maxLength: 8 });
  const lost = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 2 });
  await fc.assert(fc.asyncProperty(records, records, lost, fc.option(someSignals), property), {
    numRuns: 300,
  });
  expect(carriedOver).toBe(300);
});
