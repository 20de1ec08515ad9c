import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource, PartOfFile } from "../byte-source.ts";

/**
 * Opens a file for reading at any place, without loading it. Throws the system's error (with its `code`) where it
 * cannot be opened or read, one with the code `EINVAL` where it is no regular file (a pipe would wait for ever), and a
 * RangeError past its end, also where it has shrunk since.
 */
export function openByteSource(path: string | Buffer): ByteSource {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const status = fstatSync(descriptor);
  if (!status.isFile()) {
    closeSync(descriptor);
    throw Object.assign(new Error("it is no regular file"), { code: "EINVAL" });
  }
  return byteSourceOf(descriptor, status.size);
}

/** The same for a stretch of a file, as if that were one: of the executable that runs, whose engine reads a part at the cost of the system's call. */
export function openPart({ path, offset: start, size }: PartOfFile): ByteSource {
  const whole = openByteSource(path);
  return {
    size,
    read: (offset, length) => {
      if (!(offset >= 0 && length >= 0 && offset + length <= size))
        throw new RangeError(`bytes ${offset} to ${offset + length} of a part of ${size}`);
      return whole.read(start + offset, length);
    },
    isQuick: true,
    close: () => whole.close(),
  };
}

/** The same of a file that is open. */
export function byteSourceOf(descriptor: number, size: number): ByteSource {
  return {
    size,
    read: (offset, length) => readExactly(descriptor, offset, length, size),
    readInto: (target, offset) => readWhole(descriptor, target, offset, size),
    close: () => closeSync(descriptor),
  };
}

function readExactly(descriptor: number, offset: number, length: number, size: number): Uint8Array {
  if (!(length >= 0)) throw new RangeError(`${length} bytes`);
  const bytes = new Uint8Array(Math.min(length, size + 1));
  readWhole(descriptor, bytes, offset, size);
  return bytes;
}

function readWhole(descriptor: number, bytes: Uint8Array, offset: number, size: number): void {
  const { length } = bytes;
  if (!(offset >= 0 && offset + length <= size)) {
    throw new RangeError(`bytes ${offset} to ${offset + length} of a file of ${size}`);
  }
  for (let done = 0; done < length;) {
    const count = readSync(descriptor, bytes, done, length - done, offset + done);
    if (count === 0) throw new RangeError(`the file ended at ${offset + done} of ${size}`);
    done += count;
  }
}
