import { createHash } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";

import type { AdvisoryDetails, PackageAdvisories } from "../../model/index.ts";
import { encodeBlock } from "./block.ts";
import { CHUNK_TARGET, encodeDetails } from "./details.ts";
import type { TableEntry } from "./hash-table.ts";
import { encodeTable, hashKey, idKey } from "./hash-table.ts";
import type { StoredInfo } from "./info.ts";
import { encodeInfo } from "./info.ts";
import type { Section, SectionName } from "./layout.ts";
import { encodeHeader, HEADER_SIZE, seal, SECTIONS } from "./layout.ts";

/** Offsets in the file are 32 bits wide. */
const MAX_FILE = 2 ** 32 - 1;

export interface EncodedIndex {
  readonly bytes: Uint8Array;
  /** Lower-case hex, over everything after the header. */
  readonly sha256: string;
}

/**
 * Writes the whole file. Equal arguments give equal bytes (with one version of zstd). `packages` is sorted by name;
 * `details` is by record id. Throws a plain Error for data that does not fit the format (4 GiB).
 */
export function encodeIndex(
  packages: readonly PackageAdvisories[],
  details: ReadonlyMap<string, AdvisoryDetails>,
  info: StoredInfo,
  rawRecords: Uint8Array = new Uint8Array(),
): EncodedIndex {
  const chunks = encodeChunks(packages, details);
  const blocks = encodeBlocks(packages, chunks.offsets);
  const contents: Readonly<Record<SectionName, Uint8Array>> = {
    info: seal(encodeInfo(info)),
    packages: encodeTable(packages.map(({ name }, index) => entryFor(name, blocks.places[index]))),
    ids: encodeTable(packages.flatMap((stored, index) => idEntries(stored, blocks.places[index]))),
    names: seal(Buffer.from(packages.map(({ name }) => name).join("\n"), "utf8")),
    blocks: blocks.bytes,
    details: chunks.bytes,
    records: rawRecords,
  };
  return assembleFile(contents);
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
  details: ReadonlyMap<string, AdvisoryDetails>,
): { readonly bytes: Uint8Array; readonly offsets: ReadonlyMap<string, number> } {
  const offsets = new Map<string, number>();
  const chunks: Uint8Array[] = [];
  let offset = 0;
  let members: string[] = [];
  let size = 0;
  const close = (): void => {
    if (members.length === 0) return;
    const chunk = encodeChunk(members);
    chunks.push(chunk);
    offset += chunk.length;
    members = [];
    size = 0;
  };
  for (const { id } of packages.flatMap((stored) => stored.advisories)) {
    const found = details.get(id);
    if (found === undefined || offsets.has(id)) continue;
    const member = `${JSON.stringify(id)}:${encodeDetails(found)}`;
    offsets.set(id, offset);
    members.push(member);
    size += member.length;
    if (size >= CHUNK_TARGET) close();
  }
  close();
  return { bytes: Buffer.concat(chunks), offsets };
}

function encodeChunk(members: readonly string[]): Uint8Array {
  const packed = zstdCompressSync(Buffer.from(`{${members.join(",")}}`, "utf8"), {
    params: { [constants.ZSTD_c_compressionLevel]: 19 },
  });
  const sealed = seal(packed);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(sealed.length, 0);
  return Buffer.concat([length, sealed]);
}
