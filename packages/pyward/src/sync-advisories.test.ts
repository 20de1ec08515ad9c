import { describe, expect, it } from "vitest";
import { memorySource } from "./advisory-index/memory-source.ts";
import { openIndex } from "./advisory-index/index.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import { recordsSection } from "./advisory-index/store/open-index.ts";
import type { RecordFeed } from "./feeds/shared/feed.ts";
import type { PulledRecord, PullResult } from "./feeds/shared/pull.ts";
import { SILENT, type Http } from "./host/index.ts";
import { syncAdvisories } from "./sync-advisories.ts";
import type { PulledAdvisories, SyncOptions, SyncResult } from "./sync-request.ts";

const HTTP: Http = {
  send: () => Promise.reject(new Error("nothing is asked")),
  pause: () => Promise.resolve(),
};
const DAY = 86_400_000;
const START = Date.parse("2026-07-01T00:00:00Z");

type Raw = Readonly<Record<string, unknown>>;

function record(number: number, more: Raw = {}): Raw {
  const affected = [{ package: { ecosystem: "PyPI", name: `p${number % 40}` }, versions: ["1.0", "1.1"] }];
  const times = { published: "2025-01-01T00:00:00Z", modified: "2026-06-01T00:00:00Z" };
  return { id: `PYSEC-2026-${number}`, ...times, summary: `about ${number}`, affected, ...more };
}

const ALL = Array.from({ length: 400 }, (_, number) => record(number));

/** A database that is updated day after day. */
function history() {
  let bytes: Uint8Array | null = null;
  let day = 0;
  const next = async (
    kind: "whole" | "changes",
    records: readonly Raw[],
    isForced = false,
    clock: string | null = null,
  ): Promise<SyncResult & PulledAdvisories> => {
    const now = clock === null ? new Date(START + DAY * day++) : new Date(clock);
    const time = `${now.toISOString().slice(0, 19)}Z`;
    const state = {
      feed: "osv-bulk",
      url: "https://osv.example/",
      etag: null,
      lastReconcile: time,
      lastUpdate: time,
    };
    const pulled = records.map((value, at): PulledRecord => ({
      raw: { kind: "record", file: `${at}`, value },
      listed: null,
    }));
    const stream = async function* (): AsyncGenerator<PulledRecord> {
      yield* pulled;
    };
    const pullResult: PullResult =
      kind === "whole" ? { kind, state, records: stream() } : { kind, state, records: pulled };
    const meta = { id: "osv-bulk", title: "", licence: "" };
    const feed: RecordFeed = { kind: "records", meta, url: state.url, pull: async () => pullResult };
    const stored = bytes === null ? null : memorySource(bytes);
    const rest = { http: HTTP, known: null, isFull: false, isForced, progress: SILENT };
    const write: SyncOptions["write"] = (pieces, check) => {
      const fresh = Buffer.concat([...pieces]);
      check(memorySource(fresh));
      bytes = fresh;
    };
    const advisories = { feed, url: new URL(state.url), authorization: null };
    const result = await syncAdvisories({ ...rest, now, advisories, signals: [], stored, write });
    if (result.advisories === null) throw result.failed[0]?.error ?? new Error("nothing was asked");
    return { ...result, ...result.advisories };
  };
  return { next, bytes: () => bytes ?? new Uint8Array(0) };
}

describe("updating the database", () => {
  it("gives by increments the bytes of a database that is built as a whole", async () => {
    const changed = [
      record(3, { modified: "2026-07-02T00:00:00Z", summary: "other" }),
      record(7, {
        modified: "2026-07-02T00:00:00Z",
        affected: [{ package: { ecosystem: "PyPI", name: "new" }, versions: ["1"] }],
      }),
      record(900),
    ];
    const [stepwise, whole] = [history(), history()];
    await stepwise.next("whole", ALL);
    await whole.next("whole", ALL);
    const { changes } = await stepwise.next("changes", changed);
    const ids = new Set(changed.map(({ id }) => id));
    await whole.next("whole", [...ALL.filter(({ id }) => !ids.has(id)), ...changed]);
    expect(Buffer.compare(stepwise.bytes(), whole.bytes())).toBe(0);
    expect(changes).toEqual({
      added: ["PYSEC-2026-900"],
      modified: ["PYSEC-2026-3", "PYSEC-2026-7"],
      withdrawn: [],
      narrowed: ["PYSEC-2026-7"],
      removed: [],
    });
  });

  it("keeps when a record came, what it said before, and those that are gone", async () => {
    const data = history();
    await data.next("whole", ALL);
    await data.next("changes", [
      record(3, { modified: "2026-07-02T00:00:00Z", summary: "other" }),
      record(900),
    ]);
    const later = record(901, { modified: "2026-07-03T00:00:00Z" });
    await data.next("whole", [...ALL.slice(1), record(900), later]);
    const store = openRecords(recordsSection(memorySource(data.bytes())));
    const find = (id: string) => {
      const entry = store.entries.find((one) => one.id === id);
      return entry === undefined ? null : store.read(entry);
    };
    expect(find("PYSEC-2026-900")).toMatchObject({ imported: "2026-07-02T00:00:00Z", past: [] });
    expect(find("PYSEC-2026-3")).toMatchObject({
      imported: "2025-01-01T00:00:00Z",
      past: [
        { replaced: "2026-07-03T00:00:00Z", value: { summary: "other" } },
        { replaced: "2026-07-02T00:00:00Z", value: { summary: "about 3" } },
      ],
    });
    expect(find("PYSEC-2026-0")).toMatchObject({ removed: "2026-07-03T00:00:00Z" });
    expect(openIndex(memorySource(data.bytes())).packagesOf("PYSEC-2026-0")).toEqual([]);
  });

  it.each([
    [
      "withdraws",
      (one: Raw): Raw => ({ ...one, modified: "2026-07-02T00:00:00Z", withdrawn: "2026-07-02T00:00:00Z" }),
    ],
    [
      "narrows",
      (one: Raw): Raw => ({
        ...one,
        modified: "2026-07-02T00:00:00Z",
        affected: [{ package: { ecosystem: "PyPI", name: "p1" }, versions: ["1.0"] }],
      }),
    ],
  ])("refuses what %s more than one record in a hundred, unless forced", async (_, change) => {
    const data = history();
    await data.next("whole", ALL);
    const before = data.bytes();
    await expect(data.next("changes", ALL.slice(0, 5).map(change))).rejects.toMatchObject({
      code: "cannot-fetch",
    });
    expect(data.bytes()).toBe(before);
    await data.next("changes", ALL.slice(0, 5).map(change), true);
    expect(data.bytes()).not.toBe(before);
  });

  it("lets no time go back with a clock that does, unless forced; what withdraws much stays refused", async () => {
    const data = history();
    await data.next("whole", ALL);
    await data.next("changes", [record(900)]);
    const long = "1990-01-01T00:00:00Z";
    const again = await data.next("whole", [...ALL, record(900), record(901)], false, long);
    const time = "2026-07-02T00:00:00Z";
    expect(again.clockBehind).toBe(time);
    expect(again.state).toMatchObject({ lastReconcile: time, lastUpdate: time });
    expect(again.info).toMatchObject({ updated: time, modified: "2026-06-01T00:00:00Z" });
    const store = openRecords(recordsSection(memorySource(data.bytes())));
    expect(store.entries.find(({ id }) => id === "PYSEC-2026-901")?.imported).toBe(time);
    const fewer = data.next("whole", [...ALL.slice(5), record(900), record(901)], false, long);
    await expect(fewer).rejects.toMatchObject({ code: "cannot-fetch" });
    const forced = await data.next("whole", ALL, true, long);
    expect(forced).toMatchObject({ clockBehind: null, state: { lastUpdate: long }, info: { updated: long } });
  });

  it("refuses what removes much, is empty, or is older", async () => {
    const data = history();
    await data.next("whole", ALL);
    const before = data.bytes();
    await expect(data.next("whole", ALL.slice(5))).rejects.toMatchObject({ code: "cannot-fetch" });
    await expect(data.next("whole", [], true)).rejects.toMatchObject({ code: "cannot-fetch" });
    const older = ALL.map((one) => ({ ...one, modified: "2026-05-01T00:00:00Z" }));
    await expect(data.next("whole", older)).rejects.toMatchObject({ code: "cannot-fetch" });
    expect(data.bytes()).toBe(before);
  });
});
