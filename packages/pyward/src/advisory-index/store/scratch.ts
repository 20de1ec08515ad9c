import type { ByteSource } from "../../host/index.ts";

/**
 * Reads stretches of a file one after the other into the same memory: what was given is good until the next call. What long work takes
 * anew for each of a thousand stretches is garbage that V8 does not see, for it counts its own heap, and so lies about until the end.
 */
export function scratchReader(source: ByteSource): ByteSource["read"] {
  const { readInto } = source;
  if (readInto === undefined) return source.read;
  let scratch = new Uint8Array(0);
  return (offset, length) => {
    if (scratch.length < length) scratch = new Uint8Array(Math.min(length, source.size));
    const part = scratch.subarray(0, length);
    if (part.length < length) throw new RangeError("past the end");
    readInto(part, offset);
    return part;
  };
}

/**
 * Gives back at once the memory of what zlib made, for the same reason. Nothing else may look at it any more. Small ones share
 * their memory with others (`Buffer.poolSize`), and stay.
 */
export function release({ buffer, byteOffset }: Uint8Array): void {
  const isOwn = byteOffset === 0 && buffer.byteLength > Buffer.poolSize;
  if (isOwn && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
