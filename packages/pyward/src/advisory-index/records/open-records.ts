import type { ByteSource } from "../../host/index.ts";
import type { FeedState } from "../../model/index.ts";
import { damaged, view } from "../store/layout.ts";
import { unpackChunk } from "../store/pack-chunk.ts";
import { list, number, text, textOrNull } from "../store/shape.ts";
import { isCatalogue } from "./catalogues.ts";
import { scratchReader } from "../store/scratch.ts";
import { RECORDS_VERSION } from "./encode-records.ts";
import type { KeptEntry, PastRevision, RecordEntry, RecordStore, StoredRecord } from "./record-store.ts";

/** Bounds on what is unpacked: real indexes have 4 MB, real chunks under 2. */
const MOST_INDEX = 512 * 1024 * 1024;
const MOST_CHUNK = 64 * 1024 * 1024;

const NONE: RecordStore = {
  feeds: [],
  entries: [],
  catalogues: [],
  read: () => {
    throw damaged("the advisory database has no such record");
  },
  textOf: () => {
    throw damaged("the advisory database has no such record");
  },
  chunkOf: () => null,
};

/** Opens the section, of which `source` is all; an empty one has no records. Reads the index, and a chunk when it is asked for. */
export function openRecords(source: ByteSource): RecordStore {
  if (source.size === 0) return NONE;
  const head = chunkAt(source.read, 0);
  return inWords("the index of its records", () => {
    const [version, feeds, names, chunks, rows] = list(JSON.parse(unpack(head, MOST_INDEX)));
    if (version !== RECORDS_VERSION) throw new TypeError("another version");
    const feedNames = list(names).map(text);
    const entries = list(rows).map((row) => decodeEntry(list(row), feedNames));
    const places = decodePlaces(list(chunks), head.length, entries);
    return storeOf(source, { feeds: list(feeds).map(decodeState), entries, places });
  });
}

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly first: number;
  readonly count: number;
}

/** Where an entry's text lies: its chunk, and characters of what that unpacks to. */
interface Found {
  readonly place: Place;
  readonly from: number;
  readonly size: number;
}

interface Opened {
  readonly feeds: readonly FeedState[];
  readonly entries: readonly KeptEntry[];
  readonly places: readonly Place[];
}

function storeOf(source: ByteSource, { feeds, entries, places }: Opened): RecordStore {
  const byKey = new Map<string, Found>();
  for (const place of places) {
    let from = 1;
    for (const entry of entries.slice(place.first, place.first + place.count)) {
      byKey.set(keyOf(entry), { place, from, size: entry.size });
      from += entry.size + 1;
    }
  }
  const read = scratchReader(source);
  let last: { readonly offset: number; readonly unpacked: string } | null = null;
  /** A chunk is `[TEXT,TEXT,…]`, and the index knows how long each is: the others are not parsed. */
  const textAt = ({ place: { offset }, from, size }: Found): string => {
    const unpacked = last?.offset === offset ? last.unpacked : unpack(chunkAt(read, offset), MOST_CHUNK);
    last = { offset, unpacked };
    return unpacked.slice(from, from + size);
  };
  const find = (entry: RecordEntry) => {
    const found = byKey.get(keyOf(entry));
    if (found === undefined) throw damaged("the advisory database has no such record");
    return found;
  };
  return {
    feeds,
    entries: entries.filter((entry) => !isCatalogue(entry)),
    catalogues: entries.filter(isCatalogue),
    read: (entry) => {
      const found = find(entry);
      return inWords("one of its records", () => decodeRecord(entry, list(JSON.parse(textAt(found)))));
    },
    textOf: (entry) => {
      const found = find(entry);
      return inWords("one of its records", () => textAt(found));
    },
    chunkOf: (wanted) => {
      const first = wanted[0] === undefined ? undefined : byKey.get(keyOf(wanted[0]));
      if (first === undefined || first.from !== 1 || first.place.count !== wanted.length) return null;
      const { place } = first;
      const isSame = wanted.every((entry, at) => keyOf(entry) === keyOf(entries[place.first + at] ?? entry));
      return isSame ? { length: place.length, bytes: () => chunkAt(read, place.offset) } : null;
    },
  };
}

function keyOf({ feed, id }: RecordEntry): string {
  return `${feed}\n${id}`;
}

/** A length, and as many sealed bytes; with its length. */
function chunkAt(read: ByteSource["read"], offset: number): Uint8Array {
  try {
    const length = view(read(offset, 4)).readUInt32LE(0);
    return read(offset, length + 4);
  } catch (cause) {
    throw damaged("the records of the advisory database end early or cannot be read", cause);
  }
}

function unpack(chunk: Uint8Array, maxOutputLength: number): string {
  return unpackChunk(chunk.subarray(4), maxOutputLength);
}

function decodePlaces(
  chunks: readonly unknown[],
  start: number,
  entries: readonly KeptEntry[],
): readonly Place[] {
  let [offset, first] = [start, 0];
  const places = chunks.map((chunk): Place => {
    const [length, count] = list(chunk).map(number);
    const place = { offset, length: length ?? 0, first, count: count ?? 0 };
    offset += place.length;
    first += place.count;
    return place;
  });
  if (first !== entries.length) throw new TypeError("chunks and records differ");
  return places;
}

function decodeEntry(at: readonly unknown[], feeds: readonly string[]): KeptEntry {
  return {
    feed: text(feeds[number(at[0])]),
    id: text(at[1]),
    package: text(at[2]),
    modified: text(at[3]),
    imported: text(at[4]),
    removed: textOrNull(at[5]),
    size: number(at[6]),
  };
}

function decodeState(value: unknown): FeedState {
  const at = list(value);
  return {
    feed: text(at[0]),
    url: text(at[1]),
    etag: textOrNull(at[2]),
    lastReconcile: text(at[3]),
    lastUpdate: text(at[4]),
  };
}

function decodeRecord(entry: KeptEntry, [value, past]: readonly unknown[]): StoredRecord {
  return { ...entry, value, past: list(past).map(decodePast) };
}

function decodePast(item: unknown): PastRevision {
  const [replaced, modified, value] = list(item);
  return { replaced: text(replaced), modified: text(modified), value };
}

/** What is no PywardError yet is damage of the part that is named. */
function inWords<T>(part: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Error && cause.name === "PywardError") throw cause;
    throw damaged(`the advisory database cannot read ${part}`, cause);
  }
}
