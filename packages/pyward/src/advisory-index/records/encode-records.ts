import { crc32 } from "node:zlib";
import type { FeedState } from "../../model/index.ts";
import { packChunk } from "../store/pack-chunk.ts";
import { pieceOf, type Piece } from "../store/piece.ts";
import { compareEntries, type KeptEntry, type RecordStore, type StoredRecord } from "./record-store.ts";

export const RECORDS_VERSION = 1;
/** In characters. Past this a chunk ends, whatever comes. */
const CHUNK_MOST = 128 * 1024;
/** From here on it ends at a record whose id says so: behind a change, chunks soon begin where they did before. */
const CHUNK_LEAST = 48 * 1024;
const ENDS_ONE_IN = 4;
const LEVEL = 6;

export interface RecordsToKeep {
  readonly feeds: readonly FeedState[];
  /** New ones, and those of which anything but `imported` and `removed` is new. */
  readonly fresh: readonly StoredRecord[];
  /** Of `from`, with what may be new of `imported` and `removed`. */
  readonly kept: readonly KeptEntry[];
  readonly from: RecordStore | null;
}

/**
 * The section `records`: the length of an index, the index (sealed, JSON in zstd), then the chunks. Equal records and states
 * give equal bytes (with one version of zstd), whichever of them are fresh; chunks that stay are not packed again, nor read before they
 * are asked for: `from` stays open until then.
 */
export function encodeRecords({ feeds, fresh, kept, from }: RecordsToKeep): readonly Piece[] {
  const members = [...kept.map((entry) => keep(entry, from)), ...fresh.map(write)].toSorted((a, b) =>
    compareEntries(a.entry, b.entry),
  );
  const names = [...new Set(members.map(({ entry }) => entry.feed))].toSorted();
  const chunks = cut(members).map((inside) => ({ count: inside.length, piece: chunkFor(inside, from) }));
  const index = [
    RECORDS_VERSION,
    feeds.toSorted((a, b) => (a.feed < b.feed ? -1 : 1)).map(stateRow),
    names,
    chunks.map(({ piece, count }) => [piece.length, count]),
    members.map(({ entry }) => entryRow(entry, names)),
  ];
  const head = packChunk(JSON.stringify(index), LEVEL);
  return [pieceOf(head), ...chunks.map(({ piece }) => piece)];
}

/** Deeper than any record, and far from where writing JSON or reading it runs out of stack. */
const MOST_NESTED = 500;

/** Whether a record can be written: one that is nested some thousand deep can be read, and no more. Looks at it without writing it. */
export function isKeepable(value: unknown): boolean {
  return value !== undefined && isShallow(value, MOST_NESTED);
}

function isShallow(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return most > 0 && Object.values(value).every((inner) => isShallow(inner, most - 1));
}

interface Member {
  readonly entry: KeptEntry;
  readonly isFresh: boolean;
  readonly text: () => string;
}

function write(record: StoredRecord): Member {
  const { feed, id, package: name, modified, imported, removed } = record;
  const past = record.past.map((one) => [one.replaced, one.modified, one.value]);
  const text = JSON.stringify([record.value, past]);
  const entry = { feed, id, package: name, modified, imported, removed, size: text.length };
  return { entry, isFresh: true, text: () => text };
}

function keep(entry: KeptEntry, from: RecordStore | null): Member {
  const text = (): string => {
    if (from === null) throw new Error("a record is kept, and there is no store that has it");
    return from.textOf(entry);
  };
  return { entry, isFresh: false, text };
}

/** Where the chunks end depends on nothing but the records themselves. */
function cut(members: readonly Member[]): readonly (readonly Member[])[] {
  const chunks: Member[][] = [];
  let open: Member[] = [];
  let size = 0;
  for (const member of members) {
    open.push(member);
    size += member.entry.size;
    const mayEnd = size >= CHUNK_LEAST && crc32(member.entry.id) % ENDS_ONE_IN === 0;
    if (!mayEnd && size < CHUNK_MOST) continue;
    chunks.push(open);
    open = [];
    size = 0;
  }
  return open.length === 0 ? chunks : [...chunks, open];
}

function chunkFor(members: readonly Member[], from: RecordStore | null): Piece {
  const isAsBefore = from !== null && members.every(({ isFresh }) => !isFresh);
  const before = isAsBefore ? from.chunkOf(members.map(({ entry }) => entry)) : null;
  return before ?? pieceOf(packChunk(`[${members.map(({ text }) => text()).join(",")}]`, LEVEL));
}

function stateRow(state: FeedState): readonly (string | null)[] {
  return [state.feed, state.url, state.etag, state.lastReconcile, state.lastUpdate];
}

function entryRow(entry: KeptEntry, names: readonly string[]): readonly (string | number | null)[] {
  const { feed, id, package: name, modified, imported, removed, size } = entry;
  return [names.indexOf(feed), id, name, modified, imported, removed, size];
}
