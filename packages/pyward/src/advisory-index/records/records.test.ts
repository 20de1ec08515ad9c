import { describe, expect, it } from "vitest";
import type { FeedState } from "../../model/index.ts";
import { memorySource } from "../memory-source.ts";
import { encodeRecords } from "./encode-records.ts";
import { join } from "../store/piece.ts";
import { openRecords } from "./open-records.ts";
import type { StoredRecord } from "./record-store.ts";

const DAY = "2026-07-01T00:00:00Z";
const STATE: FeedState = {
  feed: "osv-bulk",
  url: "https://osv.example/",
  etag: '"1"',
  lastReconcile: DAY,
  lastUpdate: DAY,
};

function record(number: number, text = "as it was"): StoredRecord {
  const id = `PYSEC-2026-${number}`;
  const value = { id, modified: DAY, details: `${text} ${"x".repeat(number % 900)}` };
  return {
    feed: "osv-bulk",
    id,
    package: `p${number % 50}`,
    modified: DAY,
    imported: DAY,
    removed: null,
    value,
    past: [],
  };
}

const ALL = Array.from({ length: 2_000 }, (_, number) => record(number));
const whole = (records: readonly StoredRecord[]): Uint8Array =>
  join(encodeRecords({ feeds: [STATE], fresh: records, kept: [], from: null }));

describe("the records of a database", () => {
  it("gives back what was put in, with its past", () => {
    const past = [{ replaced: DAY, modified: "2025-01-01T00:00:00Z", value: { id: "A" } }];
    const changed = { ...record(7), past, removed: DAY };
    const store = openRecords(memorySource(whole([changed, ...ALL.slice(8)])));
    const entry = store.entries.find(({ id }) => id === changed.id);
    expect(store.feeds).toEqual([STATE]);
    expect(entry === undefined ? null : store.read(entry)).toMatchObject(changed);
    expect(store.entries).toHaveLength(1_993);
  });

  it("has one form, in whatever order and by whatever steps it came about", () => {
    const bytes = whole(ALL);
    expect(Buffer.compare(bytes, whole(ALL.toReversed()))).toBe(0);
    const from = openRecords(memorySource(bytes));
    const fresh = [record(3, "changed"), record(1_500, "changed"), record(5_000)];
    const kept = from.entries.filter(({ id }) => !fresh.some((one) => one.id === id));
    const stepwise = join(encodeRecords({ feeds: [STATE], fresh, kept, from }));
    const expected = whole([...ALL.filter(({ id }) => !fresh.some((one) => one.id === id)), ...fresh]);
    expect(Buffer.compare(stepwise, expected)).toBe(0);
  });

  it("packs few chunks again", () => {
    const from = openRecords(memorySource(whole(ALL)));
    let packed = 0;
    const counting = {
      ...from,
      textOf: (entry: (typeof from.entries)[number]) => (packed++, from.textOf(entry)),
    };
    const kept = from.entries.filter(({ id }) => id !== "PYSEC-2026-3");
    encodeRecords({ feeds: [STATE], fresh: [record(3, "changed")], kept, from: counting });
    expect(packed).toBeLessThan(1_000);
  });

  it("meets every damage as bad-database, and never as another text", () => {
    const bytes = whole(ALL.slice(0, 40));
    const texts = openRecords(memorySource(bytes)).entries.map(({ id }) => id);
    let refused = 0;
    for (let at = 0; at < bytes.length; at += 7) {
      const broken = Uint8Array.from(bytes);
      broken[at] = (broken[at] ?? 0) ^ 0x41;
      try {
        const store = openRecords(memorySource(broken));
        store.entries.forEach((entry) => store.read(entry));
        expect(store.entries.map(({ id }) => id)).toEqual(texts);
      } catch (error) {
        expect(error).toMatchObject({ code: "bad-database" });
        refused++;
      }
    }
    expect(refused).toBe(Math.ceil(bytes.length / 7));
  });

  it("is empty where there is nothing", () => {
    expect(openRecords(memorySource(new Uint8Array(0))).entries).toEqual([]);
  });
});
