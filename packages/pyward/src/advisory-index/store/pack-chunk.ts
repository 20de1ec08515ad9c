import { crc32, constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { damaged, unseal } from "./layout.ts";
import { release } from "./scratch.ts";

/** Of a chunk, before its zstd: a length, and the CRC-32 of the seal. */
const HEAD = 8;

/** Large enough for memory of its own, so that it can be given back. */
const OWN = 128 * 1024;

/** Texts go through the same memory one after the other. */
let scratch = Buffer.alloc(0);

/** A chunk as it lies in the file: its length, then the sealed zstd of a text. Equal texts give equal bytes with one version of zstd. */
export function packChunk(text: string, level: number): Uint8Array {
  const size = Buffer.byteLength(text, "utf8");
  if (scratch.length < size) scratch = Buffer.allocUnsafeSlow(size);
  scratch.write(text, "utf8");
  const packed = zstdCompressSync(scratch.subarray(0, size), {
    params: { [constants.ZSTD_c_compressionLevel]: level },
    chunkSize: OWN,
  });
  const chunk = Buffer.allocUnsafeSlow(HEAD + packed.length);
  chunk.writeUInt32LE(4 + packed.length, 0);
  chunk.writeUInt32LE(crc32(packed), 4);
  chunk.set(packed, HEAD);
  release(packed);
  return chunk;
}

/**
 * The text of a chunk, from its seal on. Throws PywardError `bad-database` where it is not what was sealed, and what zlib throws for
 * what is no zstd or unpacks to more than `most` bytes.
 */
export function unpackChunk(sealed: Uint8Array, most: number): string {
  const packed = unseal(sealed);
  const size = contentSize(packed);
  if (size !== null && size > most) throw damaged("a part of the advisory database is too large");
  // One piece of memory for all of it, where zlib would take many and put them together.
  const bytes = zstdDecompressSync(packed, {
    maxOutputLength: most,
    chunkSize: Math.max(OWN, (size ?? 0) + 1),
  });
  const text = bytes.toString("utf8");
  release(bytes);
  return text;
}

/** What a zstd frame says of its size (RFC 8878, 3.1.1.1); null: it does not, as in one that is written piece by piece. */
function contentSize(frame: Buffer): number | null {
  const flags = frame[4];
  if (flags === undefined || frame.length < 18) return null;
  const isSingle = (flags & 0x20) !== 0;
  const at = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0);
  const kind = flags >> 6;
  if (kind === 0) return isSingle ? (frame[at] ?? null) : null;
  if (kind === 1) return frame.readUInt16LE(at) + 256;
  return kind === 2 ? frame.readUInt32LE(at) : Number(frame.readBigUInt64LE(at));
}
