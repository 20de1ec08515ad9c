import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { epss } from "./feeds/epss/index.ts";
import { kev } from "./feeds/kev/index.ts";
import type { RecordFeed } from "./feeds/shared/feed.ts";
import type { PullResult } from "./feeds/shared/pull.ts";
import { HttpFailure, SILENT, type Http } from "./host/index.ts";
import { normalizeName } from "./python/index.ts";
import { syncAdvisories } from "./sync-advisories.ts";
import type { SyncOptions, SyncResult } from "./sync-request.ts";

type Answer = { status?: number; body?: Uint8Array | string; headers?: Record<string, string> } | "dead";

/** What each path answers, and what was asked with which `If-None-Match`. */
function network(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const http: Http = {
    send: async ({ url, headers }) => {
      asked.push([url.pathname, headers["if-none-match"] ?? ""].join(" ").trim());
      const answer = answers[url.pathname] ?? "dead";
      if (answer === "dead") throw new HttpFailure("nothing listens there", false);
      const body = Buffer.from(answer.body ?? "");
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        yield body;
      };
      const header = (name: string): string | null => answer.headers?.[name] ?? null;
      return { status: answer.status ?? 200, header, body: pieces(), discard: () => undefined };
    },
    pause: async () => undefined,
  };
  return { http, asked };
}

const catalogue = (dateReleased: string, days: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    dateReleased: `${dateReleased}T12:00:00Z`,
    vulnerabilities: Object.entries(days).map(([cveID, dateAdded]) => ({ cveID, dateAdded })),
  });
const scores = (day: string, rows: Readonly<Record<string, number>>): string =>
  [
    `#model_version:v2025.03.14,score_date:${day}T00:00:00Z`,
    "cve,epss,percentile",
    ...Object.entries(rows).map(([cve, epssScore]) => `${cve},${epssScore},0.5`),
    "",
  ].join("\n");

const record = (number: number): object => ({
  id: `PYSEC-2026-${number}`,
  aliases: [`CVE-2026-${1000 + number}`],
  modified: "2026-06-01T00:00:00Z",
  affected: [{ package: { ecosystem: "PyPI", name: `p${number}` }, versions: ["1.0"] }],
});

const KEV = "/known_exploited_vulnerabilities.json";
const EPSS = "/epss_scores-current.csv.gz";
const BOTH: Readonly<Record<string, Answer>> = {
  [KEV]: {
    body: catalogue("2026-07-01", { "CVE-2026-1001": "2026-06-20", "CVE-2026-1009": "2026-06-21" }),
    headers: { etag: '"k1"' },
  },
  [EPSS]: {
    body: gzipSync(
      scores("2026-07-01", { "CVE-2026-1001": 0.9, "CVE-2026-1009": 0.25, "CVE-2019-0007": 0.1 }),
    ),
    headers: { etag: '"e1"' },
  },
};

interface Step {
  readonly records?: readonly object[] | "dead";
  readonly answers: Readonly<Record<string, Answer>>;
  readonly isForced?: boolean;
}

/** A stored database that is updated day after day. */
function history() {
  let bytes: Uint8Array | null = null;
  let day = 1;
  let writes = 0;
  const url = new URL("https://signals.example/");
  const next = async ({
    records,
    answers,
    isForced = false,
  }: Step): Promise<SyncResult & { asked: string[] }> => {
    const now = new Date(Date.UTC(2026, 6, day++));
    const time = `${now.toISOString().slice(0, 19)}Z`;
    const state = {
      feed: "osv-bulk",
      url: "https://osv.example/",
      etag: null,
      lastReconcile: time,
      lastUpdate: time,
    };
    const feed: RecordFeed = {
      kind: "records",
      meta: { id: "osv-bulk", title: "", licence: "" },
      url: state.url,
      pull: async (): Promise<PullResult> => {
        if (records === "dead")
          return kev.pull({ ...anything, url: new URL("https://osv.example/none") }) as never;
        if (records === undefined || records.length === 0) return { kind: "unchanged", state };
        const raw = records.map((value, at) => ({
          raw: { kind: "record", file: `${at}`, value } as const,
          listed: null,
        }));
        return { kind: "changes", state, records: raw };
      },
    };
    const { http, asked } = network(answers);
    const anything = { http, now, progress: SILENT, authorization: null, state: null };
    const rest = { http, known: null, isFull: false, isForced, progress: SILENT, now };
    const write: SyncOptions["write"] = (pieces, check) => {
      const fresh = Buffer.concat([...pieces]);
      check(memorySource(fresh));
      bytes = fresh;
      writes++;
    };
    const result = await syncAdvisories({
      ...rest,
      advisories: records === undefined ? null : { feed, url: new URL(state.url), authorization: null },
      signals: [kev, epss].map((one) => ({ feed: one, url, authorization: null })),
      stored: bytes === null ? null : memorySource(bytes),
      write,
    });
    return { ...result, asked };
  };
  const index = (): AdvisoryIndex => openIndex(memorySource(bytes ?? new Uint8Array(0)));
  const told = (name: string) => {
    const [one] = index().lookup(normalizeName(name))?.advisories ?? [];
    return [one?.exploitedSince ?? null, one?.epss?.probability ?? null];
  };
  return { next, told, index, bytes: () => bytes, writes: () => writes };
}

const ALL = Array.from({ length: 8 }, (_, number) => record(number));

it("takes both catalogues whole, so that an advisory which comes later has its signals although nothing is new there", async () => {
  const data = history();
  const first = await data.next({ records: ALL, answers: BOTH });
  expect(first.signals.map(({ kind, state, info }) => [state.feed, kind, info.date, info.entries])).toEqual([
    ["kev", "taken", "2026-07-01", 2],
    ["epss", "taken", "2026-07-01", 3],
  ]);
  expect([data.told("p1"), data.told("p2")]).toEqual([
    ["2026-06-20", 0.9],
    [null, null],
  ]);
  const unchanged = { [KEV]: { status: 304 }, [EPSS]: { status: 304 } };
  const later = await data.next({ records: [record(9)], answers: unchanged });
  expect(later.asked).toEqual([`${KEV} "k1"`, `${EPSS} "e1"`]);
  expect(later.signals.map(({ kind }) => kind)).toEqual(["unchanged", "unchanged"]);
  expect([data.told("p1"), data.told("p9")]).toEqual([
    ["2026-06-20", 0.9],
    ["2026-06-21", 0.25],
  ]);
});

it("tells new signals of records that did not change, as a database that is built anew does", async () => {
  const [stepwise, anew] = [history(), history()];
  await stepwise.next({ records: ALL, answers: BOTH });
  const news = {
    [KEV]: {
      body: catalogue("2026-07-02", { "CVE-2026-1001": "2026-06-20", "CVE-2026-1002": "2026-07-02" }),
    },
    [EPSS]: {
      body: scores("2026-07-02", { "CVE-2026-1001": 0.1, "CVE-2026-1002": 0.7, "CVE-2026-1003": 0.2 }),
    },
  };
  await stepwise.next({ records: [], answers: news });
  expect(["p1", "p2", "p3"].map(stepwise.told)).toEqual([
    ["2026-06-20", 0.1],
    ["2026-07-02", 0.7],
    [null, 0.2],
  ]);
  await anew.next({ records: ALL, answers: {} }).catch(() => undefined);
  await anew.next({ records: ALL, answers: news });
  const compiled = (data: typeof anew) =>
    [...data.index().packageNames()].map((name) => data.index().lookup(name));
  expect(compiled(stepwise)).toEqual(compiled(anew));
});

it("does not write for signals that are as they were, by their ETag or by what they say", async () => {
  const data = history();
  await data.next({ records: ALL, answers: BOTH });
  const before = data.bytes();
  const again = await data.next({ answers: { [KEV]: { status: 304 }, [EPSS]: BOTH[EPSS] ?? "dead" } });
  expect([again.isWritten, data.writes(), data.bytes() === before]).toEqual([false, 1, true]);
});

it.each<[string, Record<string, Answer>, RegExp]>([
  ["a dead supplier", { [KEV]: "dead" }, /^signals\.example\/known.*nothing listens there$/],
  ["a page of HTML", { [KEV]: { body: "<html>Please log in</html>" } }, /not CISA's catalogue/],
  [
    "an older catalogue",
    {
      [KEV]: {
        body: catalogue("2026-06-30", { "CVE-2026-1001": "2026-06-20", "CVE-2026-1009": "2026-06-21" }),
      },
    },
    /of 2026-06-30, and what is stored of 2026-07-01/,
  ],
  [
    "a catalogue that lost entries",
    { [KEV]: { body: catalogue("2026-07-02", { "CVE-2026-1001": "2026-06-20" }) } },
    /has 1 CVEs, and what is stored 2/,
  ],
  [
    "another length",
    { [KEV]: { body: "{}  ", headers: { "content-length": "900" } } },
    /4 bytes in place of 900/,
  ],
  [
    "too much",
    { [KEV]: { body: "{}", headers: { "content-length": "900000000" } } },
    /more than 64000000 bytes/,
  ],
])("takes nothing of %s, keeps what is stored, and goes on", async (_, answers, message) => {
  const data = history();
  await data.next({ records: ALL, answers: BOTH });
  const epssOfNextDay = {
    body: scores("2026-07-02", { "CVE-2026-1001": 0.3, "CVE-2026-1009": 0.3, "CVE-2019-0007": 0.3 }),
  };
  const result = await data.next({ records: [record(9)], answers: { [EPSS]: epssOfNextDay, ...answers } });
  expect(result.failed.map(({ feed, storedOf }) => [feed, storedOf])).toEqual([["kev", "2026-07-01"]]);
  expect(result.failed[0]?.error.message).toMatch(message);
  expect([data.told("p1"), data.told("p9")]).toEqual([
    ["2026-06-20", 0.3],
    ["2026-06-21", 0.3],
  ]);
});

it.each<[string, Answer, RegExp]>([
  [
    "a gzip that is cut off",
    { body: gzipSync(scores("2026-07-02", { "CVE-2026-1001": 0.3 })).subarray(0, 60) },
    /damaged/,
  ],
  ["a CSV without rows", { body: scores("2026-07-02", {}) }, /it has no row/],
  ["a page of HTML", { body: "<html>" }, /no columns/],
  ["nothing", { body: "" }, /empty/],
])("takes no scores from %s", async (_, answer, message) => {
  const data = history();
  await data.next({ records: ALL, answers: BOTH });
  const result = await data.next({ records: [], answers: { [KEV]: { status: 304 }, [EPSS]: answer } });
  expect(result.failed.map(({ feed }) => feed)).toEqual(["epss"]);
  expect(result.failed[0]?.error.message).toMatch(message);
  expect(data.told("p1")).toEqual(["2026-06-20", 0.9]);
  expect(data.index().info.signals.epss).toEqual({ date: "2026-07-01", entries: 3 });
});

it("takes signals although the advisories cannot be had, and an older catalogue when it is told to", async () => {
  const data = history();
  await data.next({ records: ALL, answers: BOTH });
  const older = {
    [KEV]: { body: catalogue("2026-06-01", { "CVE-2026-1003": "2026-05-01" }) },
    [EPSS]: { status: 304 },
  };
  const result = await data.next({ records: "dead", answers: older, isForced: true });
  expect(result.advisories).toBeNull();
  expect(result.failed.map(({ feed, storedOf }) => [feed, storedOf])).toEqual([
    ["osv-bulk", "2026-07-01T00:00:00Z"],
  ]);
  expect([data.told("p1"), data.told("p3")]).toEqual([
    [null, 0.9],
    ["2026-05-01", null],
  ]);
  expect(data.index().info).toMatchObject({ updated: "2026-07-01T00:00:00Z", advisories: 8 });
});

it("stores no signals without advisories", async () => {
  const data = history();
  await expect(data.next({ answers: BOTH })).rejects.toMatchObject({ code: "cannot-fetch" });
  await expect(data.next({ records: "dead", answers: BOTH })).rejects.toMatchObject({ code: "cannot-fetch" });
  expect(data.writes()).toBe(0);
});
