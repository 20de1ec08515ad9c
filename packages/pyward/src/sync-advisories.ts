import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { exploitedDays } from "./advisory-index/exploited-days.ts";
import { openIndex } from "./advisory-index/index.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { applyPull, type Applied, type RecordChanges } from "./advisory-index/records/apply-pull.ts";
import { encodeRecords } from "./advisory-index/records/encode-records.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import type { RecordStore, StoredRecord } from "./advisory-index/records/record-store.ts";
import { recordsSection } from "./advisory-index/store/open-index.ts";
import { replaceRecords } from "./advisory-index/store/encode-index.ts";
import { formatSeconds } from "./advisory-index/timestamp.ts";
import { updateIndex } from "./advisory-index/update-index.ts";
import { verifyIndex } from "./advisory-index/verify-index.ts";
import { classifyWeakness } from "./advisory-index/weakness/index.ts";
import { FEEDS } from "./feeds/registry.ts";
import type { Feed } from "./feeds/shared/feed.ts";
import type { PullResult } from "./feeds/shared/pull.ts";
import type { ByteSource, Http, Progress } from "./host/index.ts";
import { PywardError, type DatabaseInfo, type FeedState, type RawRecord } from "./model/index.ts";

export interface SyncOptions {
  readonly now: Date;
  readonly http: Http;
  readonly feed: Feed;
  readonly url: URL;
  /** The stored database; null: there is none. */
  readonly stored: ByteSource | null;
  /** Where known exploitation is taken from, because OSV records do not say it: the embedded database. */
  readonly known: AdvisoryIndex | null;
  readonly isFull: boolean;
  /** Takes what withdraws or narrows much, or is older than what is stored. */
  readonly isForced: boolean;
  readonly progress: Progress;
  /** Puts the whole file in its place in one step, or throws and leaves the old one. */
  readonly write: (bytes: Uint8Array) => void;
}

/** What `pyward db update` did. */
export interface SyncResult {
  readonly info: DatabaseInfo;
  readonly state: FeedState;
  /** Bytes written. */
  readonly size: number;
  readonly pulled: PullResult["kind"];
  readonly changes: RecordChanges;
  /** Parts of the supplier's answer that are no record; what was stored of them stays. */
  readonly unreadable: readonly string[];
  /** When the stored database was asked for, where the clock lies before that; null: it does not. What is written has this time then. */
  readonly clockBehind: string | null;
}

/** The feed that `pyward db update` asks. */
export async function usualFeed(): Promise<Feed> {
  const entry = FEEDS.find(({ meta }) => meta.id === "osv-bulk");
  if (entry === undefined) throw new Error("there is no feed osv-bulk");
  return entry.load();
}

/** A share of the live records: what withdraws or narrows more is more likely a supplier's accident than news. */
const MOST_LESS = 0.01;

/**
 * Brings the stored database up to its supplier. Nothing is written until the new one has been read back and found whole. Throws PywardError
 * `cannot-fetch`, `bad-database`, and what `write` throws; the old database is then as it was.
 */
export async function syncAdvisories(options: SyncOptions): Promise<SyncResult> {
  const store =
    options.stored === null
      ? openRecords(memorySource(NOTHING))
      : openRecords(recordsSection(options.stored));
  const pulled = onward(await pull(store, options), store, options);
  const now = new Date(pulled.state.lastUpdate);
  const { received, unreadable } = await collect(pulled);
  const { id: feed } = options.feed.meta;
  const asked = { feed, now: pulled.state.lastUpdate, isWhole: pulled.kind === "whole" };
  const applied = applyPull(received, store, asked);
  if (!options.isForced) refuseLoss(applied.changes, store);
  const rawRecords = encodeAll(applied, store, pulled.state);
  const isTouched = Object.values(applied.changes).some((ids) => ids.length > 0) || options.stored === null;
  const bytes = isTouched
    ? await compile(rawRecords, pulled.kind === "changes" ? applied.changes : null, { ...options, now })
    : replaceRecords(options.stored, rawRecords, pulled.state.lastUpdate);
  const source = memorySource(bytes);
  verifyIndex(source);
  const { info } = openIndex(source);
  refuseNothing(info);
  if (!options.isForced) refuseOlder(info, options.stored);
  options.write(bytes);
  return {
    info,
    state: pulled.state,
    size: bytes.length,
    pulled: pulled.kind,
    changes: applied.changes,
    unreadable,
    clockBehind: now.getTime() - options.now.getTime() >= 1000 ? pulled.state.lastUpdate : null,
  };
}

/** The times of a feed do not go back, whatever the clock says: the stored ones stay until it has passed them, or the update is forced. */
function onward(pulled: PullResult, store: RecordStore, { feed, isForced }: SyncOptions): PullResult {
  const before = store.feeds.find((one) => one.feed === feed.meta.id);
  if (before === undefined || isForced) return pulled;
  const { lastReconcile, lastUpdate } = pulled.state;
  return {
    ...pulled,
    state: {
      ...pulled.state,
      lastReconcile: later(lastReconcile, before.lastReconcile),
      lastUpdate: later(lastUpdate, before.lastUpdate),
    },
  };
}

/** Of two times in RFC 3339 UTC. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}

const NOTHING = new Uint8Array(0);

function pull(
  store: RecordStore,
  { feed, url, http, now, isFull, progress }: SyncOptions,
): Promise<PullResult> {
  const own = store.entries.filter((entry) => entry.feed === feed.meta.id && entry.removed === null);
  const known = new Map(own.map(({ id, modified }) => [id, modified]));
  const state = store.feeds.find((one) => one.feed === feed.meta.id && one.url === url.href) ?? null;
  return feed.pull({ http, url, state, known, now, isFull, progress });
}

async function collect(pulled: PullResult) {
  const received: { value: unknown; listed: string | null }[] = [];
  const unreadable: string[] = [];
  if (pulled.kind !== "unchanged")
    for await (const { raw, listed } of pulled.records)
      if (raw.kind === "record") received.push({ value: raw.value, listed });
      else unreadable.push(raw.file);
  if (pulled.kind === "whole" && unreadable.length > received.length)
    throw new PywardError("cannot-fetch", `${unreadable.length} records that came cannot be read`, {
      hint: "What is stored stays in use.",
    });
  return { received, unreadable };
}

function encodeAll(applied: Applied, from: RecordStore, state: FeedState): Uint8Array {
  const others = from.entries.filter(({ feed }) => feed !== state.feed);
  const feeds = [...from.feeds.filter(({ feed }) => feed !== state.feed), state];
  return encodeRecords({ feeds, fresh: applied.fresh, kept: [...applied.kept, ...others], from });
}

/** After a comparison of everything from the start: so what a newer pyward compiles otherwise reaches every package within a week. */
async function compile(
  rawRecords: Uint8Array,
  changes: RecordChanges | null,
  { now, known, stored }: SyncOptions,
): Promise<Uint8Array> {
  const exploited = known === null ? {} : { exploited: exploitedDays(known) };
  const store = openRecords(memorySource(rawRecords));
  const imported = new Map(store.entries.map((entry) => [entry.id, entry.imported]));
  const updated = formatSeconds(now.getTime() / 1000);
  const about = { now, updated, classifyWeakness, importedOf: (id: string) => imported.get(id) ?? null };
  const options = { ...about, rawRecords: () => rawRecords, ...exploited };
  if (changes !== null && stored !== null) {
    const ids = new Set(Object.values(changes).flat());
    const built = await updateIndex(stored, { ids, valueOf: valuesOf(store), rawRecords }, options);
    if (built !== null) return built.bytes;
  }
  return (await buildIndex(liveRecords(store), options)).bytes;
}

function valuesOf(store: RecordStore): (id: string) => unknown {
  const live = new Map(store.entries.flatMap((entry) => (entry.removed === null ? [[entry.id, entry]] : [])));
  return (id) => {
    const entry = live.get(id);
    return entry === undefined ? null : store.read(entry).value;
  };
}

function* liveRecords(store: RecordStore): Generator<RawRecord> {
  for (const entry of store.entries) {
    const { id, value }: StoredRecord = store.read(entry);
    if (entry.removed === null) yield { kind: "record", file: `${id}.json`, value };
  }
}

function refuseLoss({ withdrawn, narrowed, removed }: RecordChanges, store: RecordStore): void {
  const live = store.entries.filter((entry) => entry.removed === null).length;
  const less = withdrawn.length + narrowed.length + removed.length;
  if (less <= live * MOST_LESS) return;
  throw new PywardError(
    "cannot-fetch",
    `the update would withdraw ${withdrawn.length}, narrow ${narrowed.length} and remove ${removed.length} of ${live} records`,
    { hint: "That is more than 1 %, and nothing was changed. If it is right: `pyward db update --force`." },
  );
}

function refuseNothing({ advisories, malformed }: DatabaseInfo): void {
  if (advisories > malformed.length) return;
  throw new PywardError(
    "cannot-fetch",
    advisories === 0
      ? "no advisory for a package of PyPI came"
      : `${malformed.length} records that came cannot be read`,
    { hint: "What is stored stays in use." },
  );
}

function refuseOlder(info: DatabaseInfo, stored: ByteSource | null): void {
  if (stored === null) return;
  const before = openIndex(stored).info.modified;
  if (info.modified >= before) return;
  throw new PywardError("cannot-fetch", `what came is of ${info.modified}, and what is stored of ${before}`, {
    hint: "Nothing was changed. To go back in time: `pyward db update --force`.",
  });
}
