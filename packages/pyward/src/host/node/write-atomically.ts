import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** Called with the open file, and where it lies, before it takes its place. */
type Settle = (descriptor: number, path: string) => void;
/** Pieces are asked for one after the other while it is written. */
type Content = Uint8Array | Iterable<Uint8Array>;

/**
 * Replaces a file by `bytes` in one step: a reader sees the old file or the new one. Keeps the mode of the file that it
 * replaces, and writes to where a link leads. What is no ordinary file (a pipe, `/dev/stdout`) is written to in place.
 * Throws the system's error; the old file is then untouched and nothing is left beside it.
 */
export function writeAtomically(path: string, bytes: Uint8Array): void {
  put(path, bytes, () => undefined);
}

/** Like `writeAtomically`, and whole also after a power cut: it waits for the disk. For what is kept. `check` may refuse what was written by throwing. */
export function writeDurably(path: string, bytes: Content, check: (path: string) => void = () => {}): void {
  put(path, bytes, (descriptor, written) => {
    fsyncSync(descriptor);
    check(written);
  });
  syncFolder(dirname(path));
}

function put(path: string, bytes: Content, settle: Settle): void {
  const old = statSync(path, { throwIfNoEntry: false });
  if (old !== undefined && !old.isFile()) {
    writeFileSync(path, bytes instanceof Uint8Array ? bytes : Buffer.concat([...bytes]));
    return;
  }
  replace(old === undefined ? path : realpathSync.native(path), bytes, old, settle);
}

/** Removes what writers of this file left beside it when they were killed. For who alone may write it: it holds the lock. */
export function sweepLeftovers(path: string): void {
  const [folder, name] = [dirname(path), basename(path).slice(0, 100)];
  const leftovers = readdirSync(folder).filter(
    (file) => file.startsWith(`.${name}.`) && /\.\d+-\d+\.tmp$/.test(file),
  );
  for (const file of leftovers) rmSync(join(folder, file), { force: true });
}

let written = 0;

function replace(path: string, bytes: Content, old: Stats | undefined, settle: Settle): void {
  const folder = dirname(path);
  // Unique among those who write at once; `wx` refuses to follow or share a name that somebody planted.
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${process.pid}-${written++}.tmp`);
  try {
    const descriptor = openSync(temporary, "wx");
    try {
      for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) writeFileSync(descriptor, piece);
      if (old !== undefined) fchmodSync(descriptor, old.mode & 0o7777);
      settle(descriptor, temporary);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** So that the rename itself outlives a power cut; not every system can, and the file is whole either way. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The new content is in place; only its survival of a power cut in the next seconds is not promised.
  }
}
