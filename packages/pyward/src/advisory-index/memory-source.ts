import type { ByteSource } from "../host/index.ts";

/** A database that stands in memory: one just built from records, or a test's. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw new RangeError("past the end");
      return bytes.subarray(offset, offset + length);
    },
    close: () => undefined,
  };
}
