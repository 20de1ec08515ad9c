import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import type { PackedText } from "./record-shelf.ts";

export function packText(text: Uint8Array): PackedText {
  return { bytes: deflateRawSync(text), crc32: crc32(text), size: text.length };
}

/** Keeps bytes close together: what zlib gives is a piece of 16 KiB, however little of it is used, and lives as long as the piece. */
export function createShelter(): (bytes: Uint8Array) => Uint8Array {
  let slab = new Uint8Array(0);
  let used = 0;
  return (bytes) => {
    if (used + bytes.length > slab.length) {
      slab = new Uint8Array(Math.max(SLAB, bytes.length));
      used = 0;
    }
    slab.set(bytes, used);
    used += bytes.length;
    return slab.subarray(used - bytes.length, used);
  };
}

const SLAB = 1024 * 1024;

export function unpackText({ bytes, size }: PackedText): Uint8Array {
  return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
}
