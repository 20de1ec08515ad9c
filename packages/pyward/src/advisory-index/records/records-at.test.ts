import { join } from "../store/piece.ts";
import { describe, expect, it } from "vitest";
import type { FeedState } from "../../model/index.ts";
import { memorySource } from "../memory-source.ts";
import { applyPull } from "./apply-pull.ts";
import { encodeRecords } from "./encode-records.ts";
import { openRecords } from "./open-records.ts";
import { recordsAt } from "./records-at.ts";
import type { RecordStore } from "./record-store.ts";

type Text = Readonly<Record<string, unknown>>;

const EMPTY = openRecords(memorySource(new Uint8Array(0)));

/** One pull of everything on a day, as `pyward db update` does it. */
function pull(store: RecordStore, now: string, texts: readonly Text[]): RecordStore {
  const received = texts.map((value) => ({ value, listed: null }));
  const { fresh, kept } = applyPull(received, store, { feed: "osv-bulk", now, isWhole: true });
  const url = "https://osv.example/";
  const state: FeedState = { feed: "osv-bulk", url, etag: null, lastReconcile: now, lastUpdate: now };
  return openRecords(memorySource(join(encodeRecords({ feeds: [state], fresh, kept, from: store }))));
}

const record = (id: string, modified: string, more: Text = {}): Text => ({
  id,
  modified,
  published: "2020-01-01T00:00:00Z",
  ...more,
});

const [MAY, JUNE, JULY] = ["2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"] as const;
const A1 = record("A", "2026-04-01T00:00:00Z");
const A2 = record("A", "2026-05-20T00:00:00Z", { summary: "corrected" });
const A3 = record("A", "2026-06-20T00:00:00Z", { withdrawn: "2026-06-20T00:00:00Z" });
const GONE = record("GONE", "2026-04-01T00:00:00Z");
// Published years before our data had it.
const LATE = record("LATE", "2021-01-01T00:00:00Z");

const first = pull(EMPTY, MAY, [A1, GONE]);
const third = pull(pull(first, JUNE, [A2, GONE, LATE]), JULY, [A3, LATE]);

function heldAt(store: RecordStore, moment: string): readonly unknown[] | string {
  const answer = recordsAt(store, moment);
  if (answer.kind === "unknown") return `before ${answer.since}`;
  return answer.records.map((one) => (one.kind === "record" ? one.value : one.file));
}

describe("the records as of a moment", () => {
  it("are those of the last update", () => {
    expect(heldAt(third, JULY)).toEqual([A3, LATE]);
    expect(heldAt(third, "2027-01-01T00:00:00Z")).toEqual([A3, LATE]);
  });

  it("are of the update before, in their texts of then, with what is gone since", () => {
    expect(heldAt(third, JUNE)).toEqual([A2, GONE, LATE]);
    expect(heldAt(third, "2026-06-30T23:59:59Z")).toEqual([A2, GONE, LATE]);
  });

  it("have no late record in them, whatever day it was published on", () => {
    expect(heldAt(first, MAY)).toEqual([A1, GONE]);
    const june = recordsAt(third, JUNE);
    expect(june.kind === "held" ? [...june.imported] : null).toEqual([
      ["A", "2020-01-01T00:00:00Z"],
      ["GONE", "2020-01-01T00:00:00Z"],
      ["LATE", JUNE],
    ]);
  });

  it("are not known before the first change that the store saw", () => {
    expect(heldAt(first, "2026-04-30T23:59:59Z")).toBe(`before ${MAY}`);
    expect(heldAt(third, "2026-05-31T23:59:59Z")).toBe(`before ${JUNE}`);
    expect(heldAt(EMPTY, MAY)).toBe("before null");
  });

  it("are not known of a store that was filled from a file, until it is updated", () => {
    const { fresh } = applyPull([{ value: A1, listed: null }], EMPTY, {
      feed: "osv-bulk",
      now: MAY,
      isWhole: true,
    });
    const imported = openRecords(
      memorySource(join(encodeRecords({ feeds: [], fresh, kept: [], from: null }))),
    );
    expect(heldAt(imported, JULY)).toBe("before null");
    expect(heldAt(pull(imported, JUNE, [A2]), JUNE)).toEqual([A2]);
  });

  it("tell nothing by a record without a date: the day of its import may be that of its last change", () => {
    const bare = { id: "BARE", modified: "2019-01-01T00:00:00Z" };
    const store = pull(pull(EMPTY, MAY, [bare]), JUNE, [{ ...bare, modified: "2026-05-20T00:00:00Z" }]);
    expect(heldAt(store, "2020-01-01T00:00:00Z")).toBe(`before ${JUNE}`);
  });
});
