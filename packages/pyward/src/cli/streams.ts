import { fstatSync, statSync, writeSync } from "node:fs";

/** `devNull` of node:os, which costs half a millisecond to load. */
const DEV_NULL = process.platform === "win32" ? String.raw`\\.\nul` : "/dev/null";

/** One output of the process. */
export interface Stream {
  readonly isTerminal: boolean;
  /** Columns of the terminal; null elsewhere. */
  readonly columns: number | null;
  write(text: string): void;
}

/**
 * A standard stream by its number. Node's own `process.stdout` loads its sockets, which costs more than a small audit,
 * so it is asked only where the stream may be a terminal. Writing waits; a reader that went away ends the output.
 */
export function standardStream(descriptor: 1 | 2): Stream {
  const stream = (): NodeJS.WriteStream => (descriptor === 1 ? process.stdout : process.stderr);
  return {
    get isTerminal() {
      return mayBeTerminal(descriptor) && stream().isTTY;
    },
    get columns() {
      return this.isTerminal ? stream().columns : null;
    },
    write: (text) => writeText(descriptor, text),
  };
}

function mayBeTerminal(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isCharacterDevice() && status.rdev !== statSync(DEV_NULL).rdev;
  } catch {
    return false; // the stream is closed
  }
}

/** Code units that are encoded at a time: a report of megabytes is not in memory twice. */
const SLICE = 1 << 18;

/** All of a text, to a stream that is open; waits, and ends where nobody reads any more. */
export function writeText(descriptor: number, text: string): void {
  for (let at = 0; at < text.length;) {
    const end = at + SLICE;
    // What takes two units is not torn apart.
    const next = isHighSurrogate(text.charCodeAt(end - 1)) ? end + 1 : end;
    if (!writeAll(descriptor, Buffer.from(text.slice(at, next), "utf8"))) return;
    at = next;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** False: nobody reads any more. */
function writeAll(descriptor: number, bytes: Uint8Array): boolean {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error)) throw error;
      // Nobody reads any more (`pyward … | head`), or there is no stream: that is no failure of ours.
      if (error.code === "EPIPE" || error.code === "EBADF") return false;
      if (error.code !== "EAGAIN") throw error;
      waitALittle();
    }
  }
  return true;
}

/** A pipe that another program made non-blocking is full. */
export function waitALittle(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
