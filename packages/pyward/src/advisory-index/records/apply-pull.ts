import { isObject } from "../../model/index.ts";
import { effectOf } from "../compile/narrows.ts";
import { readRecord } from "../compile/record.ts";
import { normalizeTime } from "../timestamp.ts";
import type { KeptEntry, PastRevision, RecordStore, StoredRecord } from "./record-store.ts";

/** A record as a supplier gives it now; `listed`: what its list says of the last change, null: only the record does. */
export interface Received {
  readonly value: unknown;
  readonly listed: string | null;
}

/** What an update did to the records of one feed, as ids in their order. */
export interface RecordChanges {
  readonly added: readonly string[];
  readonly modified: readonly string[];
  readonly withdrawn: readonly string[];
  readonly narrowed: readonly string[];
  readonly removed: readonly string[];
}

export interface Applied {
  readonly fresh: readonly StoredRecord[];
  readonly kept: readonly KeptEntry[];
  readonly changes: RecordChanges;
}

interface Asked {
  readonly feed: string;
  /** RFC 3339 UTC. */
  readonly now: string;
  /** All that the feed has: what is not among it is removed. */
  readonly isWhole: boolean;
}

/** As many past revisions as one record keeps. */
export const MOST_PAST = 50;

/** Puts what came beside what is stored of that feed. Pure; of two records with one id the newer counts. */
export function applyPull(received: readonly Received[], store: RecordStore, asked: Asked): Applied {
  const own = new Map(
    store.entries.flatMap((entry) => (entry.feed === asked.feed ? [[entry.id, entry]] : [])),
  );
  const isFirst = own.size === 0;
  const changes = { added: [], modified: [], withdrawn: [], narrowed: [], removed: [] } as Lists;
  const fresh: StoredRecord[] = [];
  const kept = new Map<string, KeptEntry>();
  const seen = new Set<string>();
  for (const record of newestOf(received, asked)) {
    seen.add(record.id);
    const entry = own.get(record.id);
    if (entry === undefined) {
      changes.added.push(record.id);
      const imported = isFirst ? firstSeen(record) : asked.now;
      fresh.push({ ...record, imported });
      continue;
    }
    const before = store.read(entry);
    const isSame = JSON.stringify(before.value) === JSON.stringify(record.value);
    if (isSame && entry.modified === record.modified) {
      if (entry.removed !== null) changes.added.push(record.id);
      kept.set(record.id, { ...entry, removed: null });
      continue;
    }
    note(changes, record.id, { before: before.value, after: record.value, isSame });
    const old: PastRevision = { replaced: asked.now, modified: entry.modified, value: before.value };
    const past = isSame ? before.past : [old, ...before.past].slice(0, MOST_PAST);
    fresh.push({ ...record, imported: entry.imported, past });
  }
  const rest = [...own.values()].filter(({ id }) => !seen.has(id));
  for (const entry of rest) {
    const isGone = asked.isWhole && entry.removed === null;
    if (isGone) changes.removed.push(entry.id);
    kept.set(entry.id, isGone ? { ...entry, removed: asked.now } : entry);
  }
  return { fresh, kept: [...kept.values()], changes: sorted(changes) };
}

type Lists = { readonly [K in keyof RecordChanges]: string[] };

function note(
  changes: Lists,
  id: string,
  { before, after, isSame }: { readonly before: unknown; readonly after: unknown; readonly isSame: boolean },
): void {
  if (isSame) return;
  const effect = effectOf(before, after);
  changes.modified.push(id);
  if (effect !== "other") changes[effect].push(id);
}

function sorted(changes: Lists): RecordChanges {
  return {
    added: changes.added.toSorted(),
    modified: changes.modified.toSorted(),
    withdrawn: changes.withdrawn.toSorted(),
    narrowed: changes.narrowed.toSorted(),
    removed: changes.removed.toSorted(),
  };
}

function newestOf(received: readonly Received[], { feed, now }: Asked): Iterable<StoredRecord> {
  const newest = new Map<string, StoredRecord>();
  for (const { value, listed } of received) {
    const id = isObject(value) && typeof value["id"] === "string" ? value["id"] : "";
    if (id === "" || !isObject(value)) continue;
    const modified = normalizeTime(listed) ?? normalizeTime(value["modified"]) ?? "1970-01-01T00:00:00Z";
    const other = newest.get(id);
    if (other !== undefined && other.modified >= modified) continue;
    const read = readRecord(value);
    const name = read.kind === "record" ? (read.record.affected[0]?.name ?? "") : "";
    newest.set(id, { feed, id, package: name, modified, imported: now, removed: null, value, past: [] });
  }
  return newest.values();
}

/** Of a first import nobody knows when the data had it, and the day of the import would make everything new. */
function firstSeen({ value, modified }: StoredRecord): string {
  return (isObject(value) ? normalizeTime(value["published"]) : null) ?? modified;
}
