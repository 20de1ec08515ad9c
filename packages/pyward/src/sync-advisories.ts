import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { epssScores, exploitedDays } from "./advisory-index/exploited-days.ts";
import { openIndex } from "./advisory-index/index.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { applyPull, type Applied, type RecordChanges } from "./advisory-index/records/apply-pull.ts";
import { encodeRecords, isKeepable } from "./advisory-index/records/encode-records.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import type { RecordEntry, RecordStore, StoredRecord } from "./advisory-index/records/record-store.ts";
import { recordsSection } from "./advisory-index/store/open-index.ts";
import { replaceRecords, type EncodedIndex } from "./advisory-index/store/encode-index.ts";
import { join, pieceOf, type Piece } from "./advisory-index/store/piece.ts";
import { updateIndex } from "./advisory-index/update-index.ts";
import { verifyIndex } from "./advisory-index/verify-index.ts";
import { classifyWeakness } from "./advisory-index/weakness/index.ts";
import { FEEDS } from "./feeds/registry.ts";
import type { Feed } from "./feeds/shared/feed.ts";
import type { PullResult } from "./feeds/shared/pull.ts";
import type { ByteSource, Http, Progress } from "./host/index.ts";
import { PywardError, timeText, type DatabaseInfo, type FeedState, type RawRecord } from "./model/index.ts";

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
  /** Writes the pieces, has the file checked, and puts it in its place in one step; or throws and leaves the old one. */
  readonly write: (pieces: Iterable<Uint8Array>, check: (file: ByteSource) => void) => void;
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
  const { pieces, size, info } = isTouched
    ? await compile({ rawRecords, applied, store, isWhole: pulled.kind !== "changes" }, { ...options, now })
    : replaceRecords(options.stored, rawRecords, pulled.state.lastUpdate);
  refuseNothing(info);
  if (!options.isForced) refuseOlder(info, options.stored);
  options.write(bytesOf(pieces), verifyIndex);
  return {
    info,
    state: pulled.state,
    size,
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

function* bytesOf(pieces: readonly Piece[]): Generator<Uint8Array> {
  for (const piece of pieces) yield piece.bytes();
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
      if (raw.kind === "record" && isKeepable(raw.value)) received.push({ value: raw.value, listed });
      else unreadable.push(raw.file);
  if (pulled.kind === "whole" && unreadable.length > received.length)
    throw new PywardError("cannot-fetch", `${unreadable.length} records that came cannot be read`, {
      hint: "What is stored stays in use.",
    });
  return { received, unreadable };
}

function encodeAll(applied: Applied, from: RecordStore, state: FeedState): readonly Piece[] {
  const others = from.entries.filter(({ feed }) => feed !== state.feed);
  const feeds = [...from.feeds.filter(({ feed }) => feed !== state.feed), state];
  return encodeRecords({ feeds, fresh: applied.fresh, kept: [...applied.kept, ...others], from });
}

interface ToCompile {
  readonly rawRecords: readonly Piece[];
  readonly applied: Applied;
  /** What was stored before. */
  readonly store: RecordStore;
  /** From the start: so what a newer pyward compiles otherwise reaches every package within a week. */
  readonly isWhole: boolean;
}

async function compile(
  { rawRecords, applied, store, isWhole }: ToCompile,
  { now, known, stored, feed }: SyncOptions,
): Promise<EncodedIndex> {
  const updated = timeText(now);
  const live = liveRecordsOf(applied, store, feed.meta.id);
  const importedOf = (id: string): string | null => live.get(id)?.at(-1)?.imported ?? null;
  const options = {
    now,
    updated,
    classifyWeakness,
    importedOf,
    rawRecords: () => rawRecords,
    ...signalsOf(stored, known),
  };
  if (!isWhole && stored !== null) {
    const ids = new Set(Object.values(applied.changes).flat());
    const valuesOf = (id: string): readonly unknown[] => (live.get(id) ?? []).map((one) => one.value());
    const isLive = (id: string): boolean => live.has(id);
    const built = await updateIndex(stored, { ids, valuesOf, isLive, rawRecords }, options);
    if (built !== null) return built;
  }
  const all = openRecords(memorySource(join(rawRecords)));
  const { bytes, info } = await buildIndex(liveRecords(all), options);
  return { pieces: [pieceOf(bytes)], size: bytes.length, info };
}

/** OSV records do not say them: those of the stored database stay, and where it has none, the known ones'. */
function signalsOf(stored: ByteSource | null, known: AdvisoryIndex | null) {
  const held = stored === null ? null : openIndex(stored);
  const kev = (held?.info.signals.kev ?? null) === null ? known : held;
  const epss = (held?.info.signals.epss ?? null) === null ? known : held;
  return {
    ...(kev === null ? {} : { exploited: exploitedDays(kev) }),
    ...(epss === null ? {} : { epss: epssScores(epss) }),
    signals: { kev: kev?.info.signals.kev ?? null, epss: epss?.info.signals.epss ?? null },
  };
}

interface LiveRecord {
  readonly feed: string;
  readonly imported: string;
  readonly value: () => unknown;
}

/** By id, those of several feeds in the order of the feeds. */
function liveRecordsOf(
  { fresh, kept }: Applied,
  store: RecordStore,
  own: string,
): ReadonlyMap<string, readonly LiveRecord[]> {
  const others = store.entries.filter(({ feed }) => feed !== own);
  const live = new Map<string, LiveRecord[]>();
  const add = ({ id, feed, imported }: RecordEntry, value: () => unknown): void => {
    const known = live.get(id);
    const one = { feed, imported, value };
    if (known === undefined) live.set(id, [one]);
    else
      live.set(
        id,
        [...known, one].toSorted((a, b) => (a.feed < b.feed ? -1 : 1)),
      );
  };
  for (const record of fresh) add(record, () => record.value);
  for (const entry of [...kept, ...others])
    if (entry.removed === null) add(entry, () => store.read(entry).value);
  return live;
}

function* liveRecords(store: RecordStore): Generator<RawRecord> {
  for (const entry of store.entries) {
    if (entry.removed !== null) continue;
    const { id, value }: StoredRecord = store.read(entry);
    yield { kind: "record", file: `${id}.json`, value };
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
