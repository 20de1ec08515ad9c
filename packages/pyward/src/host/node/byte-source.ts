import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "../byte-source.ts";

/**
 * Opens a file for reading at any place, without loading it. Throws the system's error (with its `code`) where it
 * cannot be opened or read, and a RangeError past its end, also where it has shrunk since.
 */
export function openByteSource(path: string): ByteSource {
  const descriptor = openSync(path, "r");
  const { size } = fstatSync(descriptor);
  return {
    size,
    read: (offset, length) => readExactly(descriptor, offset, length, size),
    close: () => closeSync(descriptor),
  };
}

function readExactly(descriptor: number, offset: number, length: number, size: number): Uint8Array {
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    throw new RangeError(`bytes ${offset} to ${offset + length} of a file of ${size}`);
  }
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = readSync(descriptor, bytes, done, length - done, offset + done);
    if (count === 0) throw new RangeError(`the file ended at ${offset + done} of ${size}`);
    done += count;
  }
  return bytes;
}
