import { expect, test } from "vitest";
import { buildIndex } from "../advisory-index/build-index.ts";
import { openIndex } from "../advisory-index/index.ts";
import { memorySource } from "../advisory-index/memory-source.ts";
import { encodeRecords } from "../advisory-index/records/encode-records.ts";
import type { StoredRecord } from "../advisory-index/records/record-store.ts";
import { NOW, record } from "./example-served.ts";
import { storedShelf } from "./stored-shelf.ts";

const RECORDS = [
  record({ id: "PYSEC-2026-1" }),
  record({ id: "PYSEC-2026-2", package: "other" }),
  record({ id: "PYSEC-2026-3" }),
];

function stored(at: number, shape: Partial<StoredRecord> = {}): StoredRecord {
  return {
    feed: "osv-bulk",
    id: `PYSEC-2026-${at + 1}`,
    package: "foo-bar",
    modified: "2026-07-01T10:00:00Z",
    imported: "2026-07-02T00:00:00Z",
    removed: null,
    value: RECORDS[at],
    past: [],
    ...shape,
  };
}

async function shelfOf(fresh: readonly StoredRecord[]) {
  const rawRecords = () => encodeRecords({ feeds: [], fresh, kept: [], from: null });
  const raws = RECORDS.map((value) => ({ kind: "record", file: "x.json", value }) as const);
  const { bytes } = await buildIndex(raws, { now: NOW, ...(fresh.length === 0 ? {} : { rawRecords }) });
  return await storedShelf(openIndex(memorySource(bytes)), async () => {});
}

test("records that are kept come as they are, and what is not kept comes from facts", async () => {
  const shelf = await shelfOf([stored(0), stored(1)]);
  const given = (id: string) => JSON.parse(Buffer.from(shelf.byId(id)?.text() ?? "null").toString());
  expect([shelf.holds, shelf.ids()]).toEqual(["records", ["PYSEC-2026-1", "PYSEC-2026-2", "PYSEC-2026-3"]]);
  expect([given("PYSEC-2026-1"), given("PYSEC-2026-2")]).toEqual([RECORDS[0], RECORDS[1]]);
  expect(given("PYSEC-2026-3").database_specific.pyward).toBe("compiled facts, not the supplier's record");
  expect(shelf.byId("PYSEC-2026-4")).toBeNull();
});

test("a record that its feed removed is not on the shelf for itself", async () => {
  const removed = "2026-07-03T00:00:00Z";
  const other = { ...record({ id: "PYSEC-2020-9" }) };
  const shelf = await shelfOf([stored(0), stored(0, { id: "PYSEC-2020-9", value: other, removed })]);
  expect(shelf.byId("PYSEC-2020-9")).toBeNull();
});

test("a database without records is served from its facts", async () => {
  const shelf = await shelfOf([]);
  expect([shelf.holds, shelf.ids().length]).toEqual(["facts", 3]);
});
