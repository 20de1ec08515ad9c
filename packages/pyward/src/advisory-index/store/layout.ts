import { crc32 } from "node:zlib";

import { PywardError } from "../../model/index.ts";

/**
 * The file: a header of fixed size, then the sections in the order of `SECTIONS`. Integers are little-endian and
 * unsigned. Every stretch that is read on its own carries a CRC-32, so damage is seen where it is met; the SHA-256
 * in the header covers all that follows it and is the identity of the database.
 * `README.md` of the folder above describes each part.
 */
const MAGIC = "PYWARDDB";
const FORMAT_VERSION = 2;
/** It had no section `records` and fewer columns. */
const OLDEST_VERSION = 1;
export const HEADER_SIZE = 128;

export const SECTIONS = ["info", "packages", "ids", "names", "blocks", "details", "records"] as const;
export type SectionName = (typeof SECTIONS)[number];

export interface Section {
  readonly offset: number;
  readonly length: number;
}

export interface Header {
  /** Lower-case hex of the SHA-256 over everything after the header. */
  readonly sha256: string;
  readonly fileSize: number;
  readonly sections: Readonly<Record<SectionName, Section>>;
}

const SHA_AT = 12;
const SIZE_AT = 44;
const SECTIONS_AT = 48;
const CRC_AT = HEADER_SIZE - 4;

export function encodeHeader(header: Header): Uint8Array {
  const bytes = Buffer.alloc(HEADER_SIZE);
  bytes.write(MAGIC, 0, "latin1");
  bytes.writeUInt32LE(FORMAT_VERSION, 8);
  bytes.write(header.sha256, SHA_AT, "hex");
  bytes.writeUInt32LE(header.fileSize, SIZE_AT);
  SECTIONS.forEach((name, index) => {
    bytes.writeUInt32LE(header.sections[name].offset, SECTIONS_AT + index * 8);
    bytes.writeUInt32LE(header.sections[name].length, SECTIONS_AT + index * 8 + 4);
  });
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  return bytes;
}

/** Throws PywardError `bad-database` for anything but a whole file of this version. `size` is the file's. */
export function decodeHeader(head: Uint8Array, size: number): Header {
  const bytes = view(head);
  if (!hasMagic(bytes)) throw damaged("this is not a pyward advisory database");
  const version = bytes.readUInt32LE(8);
  if (version < OLDEST_VERSION || version > FORMAT_VERSION)
    throw damaged(
      `the advisory database has format ${version}, this pyward reads ${OLDEST_VERSION} to ${FORMAT_VERSION}`,
    );
  if (crc32(bytes.subarray(0, CRC_AT)) !== bytes.readUInt32LE(CRC_AT)) throw damaged("its header is damaged");
  const fileSize = bytes.readUInt32LE(SIZE_AT);
  if (fileSize !== size) throw damaged(`the advisory database has ${size} bytes in place of ${fileSize}`);
  const section = (name: SectionName): Section => {
    const at = SECTIONS_AT + SECTIONS.indexOf(name) * 8;
    const found = { offset: bytes.readUInt32LE(at), length: bytes.readUInt32LE(at + 4) };
    if (found.offset < HEADER_SIZE || found.offset + found.length > size)
      throw damaged("its sections overrun it");
    return found;
  };
  const sections = {
    info: section("info"),
    packages: section("packages"),
    ids: section("ids"),
    names: section("names"),
    blocks: section("blocks"),
    details: section("details"),
    records: version === 1 ? { offset: size, length: 0 } : section("records"),
  };
  return { sha256: bytes.toString("hex", SHA_AT, SHA_AT + 32), fileSize, sections };
}

/** Whether a file that begins with these bytes claims to be a built database. */
export function hasMagic(head: Uint8Array): boolean {
  const bytes = view(head);
  return bytes.length >= HEADER_SIZE && bytes.toString("latin1", 0, MAGIC.length) === MAGIC;
}

/** Puts a CRC-32 before the bytes. */
export function seal(bytes: Uint8Array): Uint8Array {
  const sealed = Buffer.allocUnsafe(bytes.length + 4);
  sealed.writeUInt32LE(crc32(bytes), 0);
  sealed.set(bytes, 4);
  return sealed;
}

/** The bytes that were sealed; throws PywardError `bad-database` when they have changed. */
export function unseal(sealed: Uint8Array): Buffer {
  const bytes = view(sealed);
  if (bytes.length < 4 || crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0))
    throw damaged("a part of the advisory database is damaged");
  return bytes.subarray(4);
}

/** A Buffer over the same memory. */
export function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function damaged(message: string, cause?: unknown): PywardError {
  return new PywardError("bad-database", message, {
    hint: "build it again with `pyward db import FILE`, or leave --database out to use the embedded advisories",
    cause,
  });
}
