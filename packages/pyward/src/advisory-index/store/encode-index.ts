import { createHash } from "node:crypto";
import { constants, crc32, zstdCompressSync } from "node:zlib";

import type { ByteSource } from "../../host/index.ts";
import type { AdvisoryDetails, PackageAdvisories } from "../../model/index.ts";
import { openIndex, readHeader } from "./open-index.ts";
import { encodeBlock } from "./block.ts";
import { encodeDetails } from "./details.ts";
import type { TableEntry } from "./hash-table.ts";
import { encodeTable, hashKey, idKey } from "./hash-table.ts";
import type { StoredInfo } from "./info.ts";
import { encodeInfo } from "./info.ts";
import type { Section, SectionName } from "./layout.ts";
import { encodeHeader, HEADER_SIZE, seal, SECTIONS } from "./layout.ts";

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
  packed(ids: readonly string[]): Uint8Array | null;
}

export interface EncodedIndex {
  readonly bytes: Uint8Array;
  /** Lower-case hex, over everything after the header. */
  readonly sha256: string;
}

/**
 * Writes the whole file. Equal arguments give equal bytes (with one version of zstd). `packages` is sorted by name;
 * Throws a plain Error for data that does not fit the format (4 GiB).
 */
export function encodeIndex(
  packages: readonly PackageAdvisories[],
  details: DetailsToStore,
  { info, records }: { readonly info: StoredInfo; readonly records: Uint8Array },
): EncodedIndex {
  const chunks = encodeChunks(packages, details, info.hasTexts ? WITH_TEXTS : FACTS_ONLY);
  const blocks = encodeBlocks(packages, chunks.offsets);
  const contents: Readonly<Record<SectionName, Uint8Array>> = {
    info: seal(encodeInfo(info)),
    packages: encodeTable(packages.map(({ name }, index) => entryFor(name, blocks.places[index]))),
    ids: encodeTable(packages.flatMap((stored, index) => idEntries(stored, blocks.places[index]))),
    names: seal(Buffer.from(packages.map(({ name }) => name).join("\n"), "utf8")),
    blocks: blocks.bytes,
    details: chunks.bytes,
    records,
  };
  return assembleFile(contents);
}

/** The same database with another section `records`, asked for at `updated` (RFC 3339 UTC). */
export function replaceRecords(source: ByteSource, records: Uint8Array, updated: string): Uint8Array {
  const { sections } = readHeader(source);
  const part = (name: SectionName): Uint8Array => source.read(sections[name].offset, sections[name].length);
  const info = seal(encodeInfo({ ...openIndex(source).info, updated }));
  const [packages, ids] = [part("packages"), part("ids")];
  const [names, blocks, details] = [part("names"), part("blocks"), part("details")];
  return assembleFile({ info, packages, ids, names, blocks, details, records }).bytes;
}

function assembleFile(contents: Readonly<Record<SectionName, Uint8Array>>): EncodedIndex {
  let offset = HEADER_SIZE;
  const place = (name: SectionName): Section => {
    const section = { offset, length: contents[name].length };
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
  const body = Buffer.concat(SECTIONS.map((name) => contents[name]));
  const sha256 = createHash("sha256").update(body).digest("hex");
  return { bytes: Buffer.concat([encodeHeader({ sha256, fileSize: offset, sections }), body]), sha256 };
}

function entryFor(key: string, place: Section | undefined): TableEntry {
  return { hash: hashKey(key), offset: place?.offset ?? 0, length: place?.length ?? 0 };
}

/** One entry for each id or alias of the package's records, pointing at the package. */
function idEntries(stored: PackageAdvisories, place: Section | undefined): readonly TableEntry[] {
  const keys = stored.advisories.flatMap(({ id, aliases }) => [id, ...aliases].map(idKey));
  return [...new Set(keys)].map((key) => entryFor(key, place));
}

function encodeBlocks(
  packages: readonly PackageAdvisories[],
  chunkOffsets: ReadonlyMap<string, number>,
): { readonly bytes: Uint8Array; readonly places: readonly Section[] } {
  const places: Section[] = [];
  let offset = 0;
  const blocks = packages.map(({ name, bounds, advisories }) => {
    const rows = advisories.map((advisory) => ({ advisory, details: chunkOffsets.get(advisory.id) ?? null }));
    const block = seal(encodeBlock({ name, bounds, rows }));
    places.push({ offset, length: block.length });
    offset += block.length;
    return block;
  });
  return { bytes: Buffer.concat(blocks), places };
}

/** Records stand in the order of their packages, so that one chunk serves what is shown together. */
function encodeChunks(
  packages: readonly PackageAdvisories[],
  details: DetailsToStore,
  { mostlyEach, level }: Packing,
): { readonly bytes: Uint8Array; readonly offsets: ReadonlyMap<string, number> } {
  const offsets = new Map<string, number>();
  const chunks: Uint8Array[] = [];
  let offset = 0;
  const ids = new Set(packages.flatMap(({ advisories }) => advisories.map(({ id }) => id)));
  for (const members of cut([...ids].filter(details.has), mostlyEach)) {
    const chunk = details.packed(members) ?? encodeChunk(members, details, level);
    for (const id of members) offsets.set(id, offset);
    chunks.push(chunk);
    offset += chunk.length;
  }
  return { bytes: Buffer.concat(chunks), offsets };
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
  const packed = zstdCompressSync(Buffer.from(`{${members.join(",")}}`, "utf8"), {
    params: { [constants.ZSTD_c_compressionLevel]: level },
  });
  const sealed = seal(packed);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(sealed.length, 0);
  return Buffer.concat([length, sealed]);
}
