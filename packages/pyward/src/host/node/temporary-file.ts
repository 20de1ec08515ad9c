import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteSource } from "../byte-source.ts";
import { byteSourceOf } from "./byte-source.ts";

/**
 * Keeps what comes in a file for as long as the source is open. Nobody else can read it, and it is gone however the process
 * ends: its name is taken away as soon as it is open. Throws the system's error, what `pieces` throws, and a RangeError
 * beyond `limit` bytes; then nothing is left.
 */
export async function keepForNow(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<ByteSource> {
  const path = join(tmpdir(), `pyward-${randomUUID()}`);
  const descriptor = openSync(path, "wx+", 0o600);
  const isNameless = remove(path);
  const close = (): void => {
    closeSync(descriptor);
    if (!isNameless) remove(path);
  };
  let size = 0;
  try {
    for await (const piece of pieces) {
      if (size + piece.length > limit) throw new RangeError(`it has more than ${limit} bytes`);
      for (let done = 0; done < piece.length;) done += writeSync(descriptor, piece, done);
      size += piece.length;
    }
  } catch (error) {
    close();
    throw error;
  }
  return { ...byteSourceOf(descriptor, size), close };
}

/** False where the system keeps the name of an open file. */
function remove(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch {
    return false;
  }
}
