import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import type { PackedText } from "./record-shelf.ts";

export function packText(text: Uint8Array): PackedText {
  return { bytes: deflateRawSync(text), crc32: crc32(text), size: text.length };
}

export function unpackText({ bytes, size }: PackedText): Uint8Array {
  return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
}
