import { compareText, type FeedState } from "../../model/index.ts";
import type { Piece } from "../store/piece.ts";

/** What the database says of one raw record without unpacking it. */
export interface RecordEntry {
  readonly feed: string;
  readonly id: string;
  /** The first package that it names; "" where it names none. Records of a package lie together. */
  readonly package: string;
  /** What the feed says of its last change, RFC 3339 UTC in seconds; by it a pull sees what is new. */
  readonly modified: string;
  /** When our data first had it. */
  readonly imported: string;
  /** When the feed stopped having it; null: it still does. Its last text is kept. */
  readonly removed: string | null;
}

/** An entry of an open store. */
export interface KeptEntry extends RecordEntry {
  /** Length of its text in a chunk, in characters: chunks are cut by it. */
  readonly size: number;
}

/** A text that a record had until the database got another. */
export interface PastRevision {
  readonly replaced: string;
  readonly modified: string;
  readonly value: unknown;
}

/** One raw record with its past, the newest revision first. */
export interface StoredRecord extends RecordEntry {
  readonly value: unknown;
  readonly past: readonly PastRevision[];
}

/** The section `records`, open. Everything throws PywardError `bad-database` where it meets damage. */
export interface RecordStore {
  readonly feeds: readonly FeedState[];
  /** Of advisories, in the order in which they lie. */
  readonly entries: readonly KeptEntry[];
  /** Of suppliers of signals, one each: no advisory is among them. */
  readonly catalogues: readonly KeptEntry[];
  /** Unpacks the chunk of an entry of this store; the last one is kept. */
  read(entry: KeptEntry): StoredRecord;
  /** Its text as it lies in its chunk: `[value, past]` in JSON. */
  textOf(entry: KeptEntry): string;
  /** The chunk, as it lies there, that holds exactly these entries and no others; null: there is none. */
  chunkOf(entries: readonly RecordEntry[]): Piece | null;
}

/** The order in which records lie: total, so that one set of records has one form. */
export function compareEntries(a: RecordEntry, b: RecordEntry): number {
  return compareText(a.package, b.package) || compareText(a.id, b.id) || compareText(a.feed, b.feed);
}
