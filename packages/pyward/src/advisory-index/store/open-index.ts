import type { ByteSource } from "../../host/index.ts";
import type { AdvisoryDetails, DatabaseInfo } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { normalizeName } from "../../python/index.ts";
import type { AdvisoryIndex } from "../advisory-index.ts";
import type { StoredPackage } from "./block.ts";
import { decodeBlock, isBlockOf, packageAdvisories, withSummaries } from "./block.ts";
import { decodeChunk, decodeDetails, MAX_CHUNK } from "./details.ts";
import type { TableEntry } from "./hash-table.ts";
import { checkPage, findEntries, hashKey, idKey, PAGE_SIZE } from "./hash-table.ts";
import { decodeInfo } from "./info.ts";
import type { Header, SectionName } from "./layout.ts";
import { damaged, decodeHeader, HEADER_SIZE, unseal, view } from "./layout.ts";
import { unpackChunk } from "./pack-chunk.ts";
import type { Piece } from "./piece.ts";

/**
 * Opens a built database. Reads the header and the info section only, so the cost does not grow with the number of
 * advisories; a lookup reads at most one page of a table and one block. Throws PywardError `bad-database` for a file that is
 * truncated, damaged or of another version; damage further in is thrown by the lookup that meets it.
 */
export function openIndex(source: ByteSource): AdvisoryIndex {
  const header = readHeader(source);
  const store = storeOf(source, header);
  const info: DatabaseInfo = decodeInfo(header.sha256, unseal(readSection(store, "info")));
  return {
    info,
    lookup: (name) => {
      const stored = findPackage(store, name);
      if (stored === null || !info.hasTexts) return stored === null ? null : packageAdvisories(stored);
      return withSummaries(stored, (offset, id) => readMember(store, offset, id));
    },
    packagesOf: (id) => packagesOf(store, id).map((stored) => stored.name),
    details: (id) => findDetails(store, id),
    packageNames: () => readNames(store),
    rawRecords: rawRecordsOf(store),
    close: () => source.close(),
  };
}

/** The section `records` of a database as a file of its own; closing it closes the database. */
export function recordsSection(source: ByteSource): ByteSource {
  const { offset, length } = readHeader(source).sections.records;
  const placeOf = (from: number, count: number): number => {
    if (from < 0 || from + count > length) throw new RangeError("past the end of the records");
    return offset + from;
  };
  const { readInto } = source;
  return {
    size: length,
    read: (from, count) => source.read(placeOf(from, count), count),
    ...(readInto === undefined
      ? {}
      : { readInto: (target, from) => readInto(target, placeOf(from, target.length)) }),
    close: () => source.close(),
  };
}

/** What a new database takes over from an old one as it lies there. */
export interface CarriedParts {
  /** Sorted. */
  readonly names: readonly PackageName[];
  /** Decoded each time that it is asked for. These throw PywardError `bad-database` where it is damaged. */
  of(name: PackageName): StoredPackage;
  /** As it lies there, without its seal. */
  block(name: PackageName): Buffer;
  /** What the chunk at that place of the section `details` has of a record. */
  member(offset: number, id: string): AdvisoryDetails | null;
  /** A chunk of the section `details`. */
  details(offset: number): Piece;
}

export function carriedParts(source: ByteSource): CarriedParts {
  const header = readHeader(source);
  const store = storeOf(source, header);
  const block = (name: PackageName): Buffer => {
    for (const { offset, length } of entriesOf(store, "packages", name)) {
      const bytes = unseal(readWithin(store, "blocks", offset, length));
      if (isBlockOf(bytes, name)) return bytes;
    }
    throw damaged(`the advisory database names ${name}, and has nothing of it`);
  };
  return {
    names: readNames(store),
    of: (name) => decodeBlock(block(name)),
    block,
    member: (offset, id) => readMember(store, offset, id),
    details: (offset) => {
      const length = view(readWithin(store, "details", offset, 4)).readUInt32LE(0) + 4;
      const bytes = (): Uint8Array => {
        const chunk = readWithin(store, "details", offset, length);
        unseal(chunk.subarray(4));
        return chunk;
      };
      return { length, bytes };
    },
  };
}

function rawRecordsOf(store: Store): ByteSource | null {
  const { length: size } = store.header.sections.records;
  if (size === 0) return null;
  return { size, read: (offset, length) => readWithin(store, "records", offset, length), close: () => {} };
}

function storeOf(source: ByteSource, header: Header): Store {
  return { source, header, pages: new Map(), lastBlock: null, lastChunk: null, blocks: NOT_YET };
}

interface Store {
  readonly source: ByteSource;
  readonly header: Header;
  /** Pages of the table of packages: many names share one. */
  readonly pages: Map<number, Uint8Array>;
  /** The section of the blocks, as soon as many of them were asked for. */
  blocks: WholeSection;
  lastBlock: { readonly offset: number; readonly stored: StoredPackage } | null;
  lastChunk: { readonly offset: number; readonly members: ReadonlyMap<string, unknown> } | null;
}

export function readHeader(source: ByteSource): Header {
  if (source.size < HEADER_SIZE) throw damaged("this is not a pyward advisory database");
  return decodeHeader(read(source, 0, HEADER_SIZE), source.size);
}

function findPackage(store: Store, name: PackageName): StoredPackage | null {
  for (const entry of entriesOf(store, "packages", name)) {
    const stored = readBlock(store, entry);
    if (stored.name === name) return stored;
  }
  return null;
}

/** Ascending by name; the table can hold other ids of the same hash. */
function packagesOf(store: Store, id: string): readonly StoredPackage[] {
  const key = idKey(id);
  return entriesOf(store, "ids", key)
    .map((entry) => readBlock(store, entry))
    .filter(({ rows }) =>
      rows.some(({ advisory }) => [advisory.id, ...advisory.aliases].some((name) => idKey(name) === key)),
    );
}

function entriesOf(store: Store, table: "packages" | "ids", key: string): readonly TableEntry[] {
  const { offset, length } = store.header.sections[table];
  const readPage = (page: number): Uint8Array => {
    const known = table === "packages" ? store.pages.get(page) : undefined;
    if (known !== undefined) return known;
    const bytes = checkPage(read(store.source, offset + page * PAGE_SIZE, PAGE_SIZE));
    if (table === "packages") store.pages.set(page, bytes);
    return bytes;
  };
  return findEntries(Math.floor(length / PAGE_SIZE), hashKey(key), readPage);
}

/** The last block is kept: what is looked up is mostly asked for its details next. */
function readBlock(store: Store, { offset, length }: TableEntry): StoredPackage {
  if (store.lastBlock?.offset === offset) return store.lastBlock.stored;
  const stored = decodeBlock(unseal(readFromBlocks(store, offset, length)));
  store.lastBlock = { offset, stored };
  return stored;
}

interface WholeSection {
  /** Of how many stretches it was asked so far. */
  readonly asked: number;
  readonly bytes: Uint8Array | null;
}

const NOT_YET: WholeSection = { asked: 0, bytes: null };
/** So many stretches take as long to read one by one as the section does at once. */
const MANY_BLOCKS = 64;
/** A larger section is left where it lies: most of it would be read for nothing. */
const MOST_KEPT = 4 * 1024 * 1024;

/** A few blocks are read one by one; of many, each would cost more to fetch than to read. */
function readFromBlocks(store: Store, offset: number, length: number): Uint8Array {
  const section = store.header.sections.blocks;
  const { asked, bytes } = store.blocks;
  if (bytes !== null && offset + length <= bytes.length) return bytes.subarray(offset, offset + length);
  const isMany = asked >= MANY_BLOCKS && store.source.isQuick !== true;
  const isWorthAll = isMany && bytes === null && section.length <= MOST_KEPT;
  store.blocks = { asked: asked + 1, bytes: isWorthAll ? readSection(store, "blocks") : bytes };
  return readWithin(store, "blocks", offset, length);
}

function findDetails(store: Store, id: string): AdvisoryDetails | null {
  const key = idKey(id);
  const rows = packagesOf(store, id).flatMap((stored) => stored.rows);
  const row = rows.find(({ advisory }) => idKey(advisory.id) === key);
  return row === undefined || row.details === null ? null : readMember(store, row.details, row.advisory.id);
}

function readMember(store: Store, offset: number, id: string): AdvisoryDetails | null {
  try {
    const member = readChunk(store, offset).get(id);
    return member === undefined ? null : decodeDetails(member);
  } catch (cause) {
    throw damaged("the details of an advisory cannot be read", cause);
  }
}

/** The last chunk is kept: a report asks for the records of a package one after the other. */
function readChunk(store: Store, offset: number): ReadonlyMap<string, unknown> {
  if (store.lastChunk?.offset === offset) return store.lastChunk.members;
  const length = view(readWithin(store, "details", offset, 4)).readUInt32LE(0);
  const members = decodeChunk(unpackChunk(readWithin(store, "details", offset + 4, length), MAX_CHUNK));
  store.lastChunk = { offset, members };
  return members;
}

function readNames(store: Store): readonly PackageName[] {
  const text = unseal(readSection(store, "names")).toString("utf8");
  return text === "" ? [] : text.split("\n").map(normalizeName);
}

function readSection(store: Store, name: SectionName): Uint8Array {
  return readWithin(store, name, 0, store.header.sections[name].length);
}

function readWithin(store: Store, name: SectionName, offset: number, length: number): Uint8Array {
  const section = store.header.sections[name];
  if (offset + length > section.length) throw damaged("a part of the advisory database lies outside it");
  return read(store.source, section.offset + offset, length);
}

function read(source: ByteSource, offset: number, length: number): Uint8Array {
  try {
    return source.read(offset, length);
  } catch (cause) {
    throw damaged("the advisory database ends early or cannot be read", cause);
  }
}
