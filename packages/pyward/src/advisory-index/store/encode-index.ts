import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import type { ByteSource } from "../../host/index.ts";
import type { AdvisoryDetails, DatabaseInfo } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { openIndex, readHeader } from "./open-index.ts";
import type { PackedBlock, PlaceOf } from "./block.ts";
import { encodeDetails } from "./details.ts";
import type { TableEntry } from "./hash-table.ts";
import { encodeTable, hashKey, idKey } from "./hash-table.ts";
import type { StoredInfo } from "./info.ts";
import { encodeInfo } from "./info.ts";
import type { Section, SectionName } from "./layout.ts";
import { encodeHeader, HEADER_SIZE, seal, SECTIONS } from "./layout.ts";
import { packChunk } from "./pack-chunk.ts";
import { lengthOf, pieceOf, type Piece } from "./piece.ts";

/** Offsets in the file are 32 bits wide. */
const MAX_FILE = 2 ** 32 - 1;

interface Packing {
  /** Records in a chunk on the average: some 64 kB. */
  readonly mostlyEach: number;
  /** Of zstd. */
  readonly level: number;
}

/** What is installed with pyward is packed once and tightly; what users update is packed on their machines. */
const FACTS_ONLY: Packing = { mostlyEach: 200, level: 19 };
const WITH_TEXTS: Packing = { mostlyEach: 20, level: 6 };

/** Details by record id. */
export interface DetailsToStore {
  has(id: string): boolean;
  get(id: string): AdvisoryDetails | null;
  /** The chunk of exactly these, as another database has it already; null: there is none. */
  packed(ids: readonly string[]): Piece | null;
}

/** Packages in the order of their names; one at a time is in memory. */
export interface PackagesToStore {
  readonly names: readonly PackageName[];
  /** Ids of its records, in their order. */
  idsOf(name: PackageName): readonly string[];
  blockOf(name: PackageName, placeOf: PlaceOf): PackedBlock;
}

export interface EncodedIndex {
  /** The whole file. */
  readonly pieces: readonly Piece[];
  readonly size: number;
  readonly info: DatabaseInfo;
}

/**
 * Gives the whole file. Equal arguments give equal bytes (with one version of zstd). Throws a plain Error for data that does not fit the format (4 GiB).
 */
export function encodeIndex(
  packages: PackagesToStore,
  details: DetailsToStore,
  { info, records }: { readonly info: StoredInfo; readonly records: readonly Piece[] },
): EncodedIndex {
  const chunks = encodeChunks(packages, details, info.hasTexts ? WITH_TEXTS : FACTS_ONLY);
  const blocks = encodeBlocks(packages, chunks.offsets);
  const parts = {
    info: [pieceOf(seal(encodeInfo(info)))],
    packages: [pieceOf(encodeTable(blocks.names))],
    ids: [pieceOf(encodeTable(blocks.ids))],
    names: [pieceOf(seal(Buffer.from(packages.names.join("\n"), "utf8")))],
    blocks: blocks.pieces,
    details: chunks.pieces,
    records,
  };
  return assembleFile(parts, info);
}

/** The same database with another section `records`, asked for at `updated` (RFC 3339 UTC). */
export function replaceRecords(source: ByteSource, records: readonly Piece[], updated: string): EncodedIndex {
  const { sections } = readHeader(source);
  const part = (name: SectionName): readonly Piece[] => stretches(source, sections[name]);
  const info = { ...openIndex(source).info, updated };
  const [packages, ids] = [part("packages"), part("ids")];
  const [names, blocks, details] = [part("names"), part("blocks"), part("details")];
  const head = [pieceOf(seal(encodeInfo(info)))];
  return assembleFile({ info: head, packages, ids, names, blocks, details, records }, info);
}

const STRETCH = 1024 * 1024;

function stretches(source: ByteSource, { offset, length }: Section): readonly Piece[] {
  return Array.from({ length: Math.ceil(length / STRETCH) }, (_, at) => {
    const [from, size] = [offset + at * STRETCH, Math.min(STRETCH, length - at * STRETCH)];
    return { length: size, bytes: () => source.read(from, size) };
  });
}

function assembleFile(
  parts: Readonly<Record<SectionName, readonly Piece[]>>,
  info: StoredInfo,
): EncodedIndex {
  let offset = HEADER_SIZE;
  const place = (name: SectionName): Section => {
    const section = { offset, length: lengthOf(parts[name]) };
    offset += section.length;
    return section;
  };
  const sections = {
    info: place("info"),
    packages: place("packages"),
    ids: place("ids"),
    names: place("names"),
    blocks: place("blocks"),
    details: place("details"),
    records: place("records"),
  };
  if (offset > MAX_FILE) throw new Error(`an advisory database of ${offset} bytes does not fit its format`);
  const body = SECTIONS.flatMap((name) => parts[name]);
  const hash = createHash("sha256");
  for (const piece of body) hash.update(piece.bytes());
  const sha256 = hash.digest("hex");
  const header = pieceOf(encodeHeader({ sha256, fileSize: offset, sections }));
  return { pieces: [header, ...body], size: offset, info: { ...info, id: `sha256:${sha256}` } };
}

function entryFor(key: string, { offset, length }: Section): TableEntry {
  return { hash: hashKey(key), offset, length };
}

/** One entry for each id or alias of the package's records, pointing at the package. */
function idEntries(keys: readonly string[], place: Section): readonly TableEntry[] {
  return [...new Set(keys.map(idKey))].map((key) => entryFor(key, place));
}

interface Blocks {
  readonly pieces: readonly Piece[];
  /** Of the tables of names and of ids. */
  readonly names: readonly TableEntry[];
  readonly ids: readonly TableEntry[];
}

function encodeBlocks(packages: PackagesToStore, chunkOffsets: ReadonlyMap<string, number>): Blocks {
  const pieces: Piece[] = [];
  const [names, ids]: [TableEntry[], TableEntry[]] = [[], []];
  let offset = 0;
  for (const name of packages.names) {
    const { bytes, keys } = packages.blockOf(name, (id) => chunkOffsets.get(id) ?? null);
    const block = seal(bytes);
    const place = { offset, length: block.length };
    names.push(entryFor(name, place));
    ids.push(...idEntries(keys, place));
    offset += block.length;
    pieces.push(pieceOf(block));
  }
  return { pieces, names, ids };
}

/** Records stand in the order of their packages, so that one chunk serves what is shown together. */
function encodeChunks(
  packages: PackagesToStore,
  details: DetailsToStore,
  { mostlyEach, level }: Packing,
): { readonly pieces: readonly Piece[]; readonly offsets: ReadonlyMap<string, number> } {
  const offsets = new Map<string, number>();
  const pieces: Piece[] = [];
  let offset = 0;
  const ids = new Set(packages.names.flatMap((name) => packages.idsOf(name)));
  for (const members of cut([...ids].filter(details.has), mostlyEach)) {
    const piece = details.packed(members) ?? pieceOf(encodeChunk(members, details, level));
    for (const id of members) offsets.set(id, offset);
    pieces.push(piece);
    offset += piece.length;
  }
  return { pieces, offsets };
}

/** A chunk ends at an id that says so, whatever lies before: what changes in one chunk moves the end of no other. */
function cut(ids: readonly string[], mostlyEach: number): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let open: string[] = [];
  for (const id of ids) {
    open.push(id);
    if (crc32(id) % mostlyEach !== 0 && open.length < 8 * mostlyEach) continue;
    chunks.push(open);
    open = [];
  }
  return open.length === 0 ? chunks : [...chunks, open];
}

function encodeChunk(ids: readonly string[], details: DetailsToStore, level: number): Uint8Array {
  const members = ids.flatMap((id) => {
    const found = details.get(id);
    return found === null ? [] : [`${JSON.stringify(id)}:${encodeDetails(found)}`];
  });
  return packChunk(`{${members.join(",")}}`, level);
}
