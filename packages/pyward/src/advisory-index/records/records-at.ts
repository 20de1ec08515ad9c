import { isObject, type RawRecord } from "../../model/index.ts";
import { normalizeTime } from "../timestamp.ts";
import { isCatalogue } from "./catalogues.ts";
import { MOST_PAST } from "./apply-pull.ts";
import type { RecordStore, StoredRecord } from "./record-store.ts";

/** What the store held at a moment; or from when on it can tell (null: nothing was kept since anything changed). */
export type RecordsAt =
  | {
      readonly kind: "held";
      readonly records: readonly RawRecord[];
      /** When the store first had a record, by its id. */
      readonly imported: ReadonlyMap<string, string>;
    }
  | { readonly kind: "unknown"; readonly since: string | null };

/**
 * The records as they stood in the store at a moment (RFC 3339, UTC, seconds): those that it had by then and had not lost, each in the text that
 * it had then. Of a time before the first change that the store saw nothing is known: then the answer is `unknown`.
 */
export function recordsAt(store: RecordStore, moment: string): RecordsAt {
  const records: RawRecord[] = [];
  const imported = new Map<string, string>();
  const feeds = store.feeds.filter((state) => !isCatalogue(state));
  let since = earliest(feeds.flatMap(({ lastReconcile, lastUpdate }) => [lastReconcile, lastUpdate]));
  for (const entry of store.entries) {
    const stored = store.read(entry);
    since = earliest([...(since === null ? [] : [since]), ...changesOf(stored)]);
    if (entry.imported > moment || (entry.removed !== null && entry.removed <= moment)) continue;
    imported.set(entry.id, entry.imported);
    records.push({ kind: "record", file: `${entry.id}.json`, value: textAt(stored, moment) });
  }
  return since !== null && since <= moment ? { kind: "held", records, imported } : { kind: "unknown", since };
}

/** The newest first, so that the last one which was replaced later is what stood there. */
function textAt({ value, past }: StoredRecord, moment: string): unknown {
  const later = past.filter(({ replaced }) => replaced > moment);
  return (later.at(-1) ?? { value }).value;
}

/** When updates changed this record: the store is at least as old as each of them. */
function changesOf(stored: StoredRecord): readonly string[] {
  const { past, removed, imported } = stored;
  return [
    ...past.map(({ replaced }) => replaced),
    ...(removed === null ? [] : [removed]),
    ...(cameByUpdate(stored) ? [imported] : []),
  ];
}

/**
 * Of a first import nobody knows when the data had a record, so that `imported` is then what its text gave as `published`
 * (apply-pull.ts), and says nothing of the store. Where that text has no date, or is no longer kept, it cannot be told apart.
 */
function cameByUpdate({ imported, past, value }: StoredRecord): boolean {
  const first = past.at(-1)?.value ?? value;
  const published = isObject(first) ? normalizeTime(first["published"]) : null;
  return past.length < MOST_PAST && published !== null && imported !== published;
}

function earliest(times: readonly string[]): string | null {
  return times.reduce<string | null>((best, time) => (best === null || time < best ? time : best), null);
}
