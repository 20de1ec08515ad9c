import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { chooseSignals, type ChosenSignals } from "./advisory-index/choose-signals.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { applyPull, type Applied, type RecordChanges } from "./advisory-index/records/apply-pull.ts";
import { encodeRecords, isKeepable } from "./advisory-index/records/encode-records.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import type { RecordEntry, RecordStore, StoredRecord } from "./advisory-index/records/record-store.ts";
import { replaceRecords, type EncodedIndex } from "./advisory-index/store/encode-index.ts";
import { join, pieceOf, type Piece } from "./advisory-index/store/piece.ts";
import { updateIndex } from "./advisory-index/update-index.ts";
import { verifyIndex } from "./advisory-index/verify-index.ts";
import { classifyWeakness } from "./advisory-index/weakness/index.ts";
import type { PullResult } from "./feeds/shared/pull.ts";
import {
  feedPlace,
  PywardError,
  timeText,
  type DatabaseInfo,
  type FeedState,
  type RawRecord,
} from "./model/index.ts";
import type { AskedRecords, SyncOptions, SyncResult } from "./sync-request.ts";

/** An update under way: what is stored, and what suppliers of signals said. */
export interface Run {
  readonly options: SyncOptions;
  readonly store: RecordStore;
  /** What is stored; null: there is none. */
  readonly held: AdvisoryIndex | null;
  readonly signals: SyncResult["signals"];
}

type Synced = Omit<SyncResult, "failed">;

/** A share of the live records: what withdraws or narrows more is more likely a supplier's accident than news. */
const MOST_LESS = 0.01;

/** Advisories and signals in one step. Throws PywardError `cannot-fetch` with nothing written where the advisories cannot be had, or are refused. */
export async function syncRecords(run: Run, asked: AskedRecords): Promise<Synced> {
  const { options, store, signals } = run;
  const { stored, isForced } = options;
  const pulled = await pull(store, asked, options);
  const state = onward(pulled.state, run);
  const now = new Date(state.lastUpdate);
  const { received, unreadable } = await collect(pulled);
  const feed = asked.feed.meta.id;
  const isWhole = pulled.kind === "whole";
  const applied = applyPull(received, store, { feed, now: state.lastUpdate, isWhole });
  if (!isForced) refuseLoss(applied.changes, store);
  const rawRecords = encodeAll(run, { applied, feed, states: [state] });
  const chosen = signalsOf(run);
  const hasChanges = Object.values(applied.changes).some((ids) => ids.length > 0);
  const { pieces, size, info } =
    stored !== null && !hasChanges && !chosen.isOther
      ? replaceRecords(stored, rawRecords, state.lastUpdate)
      : await compile({ rawRecords, applied, store, feed, isWhole, chosen }, { now, stored });
  refuseNothing(info);
  if (!isForced) refuseOlder(info, run.held);
  options.write(bytesOf(pieces), verifyIndex);
  const advisories = { pulled: pulled.kind, state, changes: applied.changes, unreadable };
  return { info, size, isWritten: true, advisories, signals, clockBehind: behind(state, options.now) };
}

/** Signals alone; without news nothing is written. Throws PywardError `cannot-fetch` where there is no database for them. */
export async function syncSignals(run: Run): Promise<Synced> {
  const { options, store, held, signals } = run;
  const { stored } = options;
  if (stored === null || held === null)
    throw new PywardError("cannot-fetch", "there is no stored database that signals could be added to", {
      hint: "`pyward db update` with osv-bulk makes one, and so does `pyward db import`.",
    });
  const done = { advisories: null, signals, clockBehind: null };
  const chosen = signalsOf(run);
  const isNew = chosen.isOther || signals.some(({ kind }) => kind === "taken");
  if (!isNew) return { ...done, info: held.info, size: stored.size, isWritten: false };
  const rawRecords = encodeAll(run, { applied: NOTHING_NEW, feed: null, states: [] });
  const { updated, attribution } = held.info;
  const times = [...store.feeds.map(({ lastUpdate }) => lastUpdate), timeText(options.now)];
  const built = await updateIndex(
    stored,
    {
      ids: new Set(),
      valuesOf: () => [],
      isLive: () => true,
      isOtherSignals: true,
      rawRecords,
    },
    {
      now: new Date(times.toSorted().at(-1) ?? options.now),
      ...(updated === null ? {} : { updated }),
      attribution,
      ...chosen.signals,
    },
  );
  if (built === null) throw new Error("without a changed record an index is always taken over");
  options.write(bytesOf(built.pieces), verifyIndex);
  return { ...done, info: built.info, size: built.size, isWritten: true };
}

const NONE: RecordChanges = { added: [], modified: [], withdrawn: [], narrowed: [], removed: [] };
const NOTHING_NEW: Applied = { fresh: [], kept: [], changes: NONE };

function behind({ lastUpdate }: FeedState, now: Date): string | null {
  return Date.parse(lastUpdate) - now.getTime() >= 1000 ? lastUpdate : null;
}

/** The times of a feed do not go back, whatever the clock says: the stored ones stay until it has passed them, or the update is forced. */
function onward(state: FeedState, { store, options }: Run): FeedState {
  const before = store.feeds.find(({ feed }) => feed === state.feed);
  if (before === undefined || options.isForced) return state;
  return {
    ...state,
    lastReconcile: later(state.lastReconcile, before.lastReconcile),
    lastUpdate: later(state.lastUpdate, before.lastUpdate),
  };
}

/** Of two times in RFC 3339 UTC. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}

function* bytesOf(pieces: readonly Piece[]): Generator<Uint8Array> {
  for (const piece of pieces) yield piece.bytes();
}

function pull(
  store: RecordStore,
  { feed, url, authorization }: AskedRecords,
  { http, now, isFull, progress }: SyncOptions,
): Promise<PullResult> {
  const own = store.entries.filter((entry) => entry.feed === feed.meta.id && entry.removed === null);
  const known = new Map(own.map(({ id, modified }) => [id, modified]));
  const state = store.feeds.find((one) => one.feed === feed.meta.id && one.url === feedPlace(url)) ?? null;
  return feed.pull({ http, url, authorization, state, known, now, isFull, progress });
}

interface Signals {
  readonly signals: ChosenSignals;
  /** The stored database tells others, or of another day. */
  readonly isOther: boolean;
}

function signalsOf({ options, store, held, signals }: Run): Signals {
  const taken = new Map(
    signals.flatMap((one) => (one.kind === "taken" ? [[one.catalogue, one.record] as const] : [])),
  );
  const chosen = chooseSignals({ taken, store, held, known: options.known });
  const isSame = JSON.stringify(chosen.signals) === JSON.stringify(held?.info.signals);
  return { signals: chosen, isOther: taken.size > 0 || !isSame };
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

interface ToEncode {
  readonly applied: Applied;
  /** Of which it is all that is kept; null: of none. */
  readonly feed: string | null;
  readonly states: readonly FeedState[];
}

function encodeAll(run: Run, { applied, feed: own, states }: ToEncode): readonly Piece[] {
  const { store: from, signals } = run;
  const taken = signals.flatMap((one) => (one.kind === "taken" ? [one.record] : []));
  const now = [...states, ...signals.map(({ state }) => onward(state, run))];
  const others = from.entries.filter(({ feed }) => feed !== own);
  const catalogues = from.catalogues.filter((entry) => !taken.some(({ feed }) => feed === entry.feed));
  return encodeRecords({
    feeds: [...from.feeds.filter((state) => !now.some(({ feed }) => feed === state.feed)), ...now],
    fresh: [...applied.fresh, ...taken],
    kept: [...applied.kept, ...others, ...catalogues],
    from,
  });
}

interface ToCompile {
  readonly rawRecords: readonly Piece[];
  readonly applied: Applied;
  /** What was stored before. */
  readonly store: RecordStore;
  readonly feed: string;
  /** From the start: so what a newer pyward compiles otherwise reaches every package within a week. */
  readonly isWhole: boolean;
  readonly chosen: Signals;
}

async function compile(
  { rawRecords, applied, store, feed, isWhole, chosen }: ToCompile,
  { now, stored }: Pick<SyncOptions, "now" | "stored">,
): Promise<EncodedIndex> {
  const updated = timeText(now);
  const live = liveRecordsOf(applied, store, feed);
  const importedOf = (id: string): string | null => live.get(id)?.at(-1)?.imported ?? null;
  const options = {
    now,
    updated,
    classifyWeakness,
    importedOf,
    rawRecords: () => rawRecords,
    ...chosen.signals,
  };
  if (!isWhole && stored !== null) {
    const ids = new Set(Object.values(applied.changes).flat());
    const valuesOf = (id: string): readonly unknown[] => (live.get(id) ?? []).map((one) => one.value());
    const isLive = (id: string): boolean => live.has(id);
    const change = { ids, valuesOf, isLive, isOtherSignals: chosen.isOther, rawRecords };
    const built = await updateIndex(stored, change, options);
    if (built !== null) return built;
  }
  const all = openRecords(memorySource(join(rawRecords)));
  const { bytes, info } = await buildIndex(liveRecords(all), options);
  return { pieces: [pieceOf(bytes)], size: bytes.length, info };
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

function refuseOlder(info: DatabaseInfo, held: AdvisoryIndex | null): void {
  if (held === null) return;
  const before = held.info.modified;
  if (info.modified >= before) return;
  throw new PywardError("cannot-fetch", `what came is of ${info.modified}, and what is stored of ${before}`, {
    hint: "Nothing was changed. To go back in time: `pyward db update --force`.",
  });
}
