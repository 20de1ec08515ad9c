import {
  closeSync,
  copyFileSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { about } from "./refusal.ts";

/** The names of what lies beside a file while a set of them changes. */
export interface StandIns {
  /** The new file, until it takes the place. */
  readonly fresh: string;
  /** The old one, until all are in their places. */
  readonly kept: string;
}

/** `id` tells one run from another. */
export function standInsOf(native: string, id: string): StandIns {
  const base = join(dirname(native), `.${basename(native).slice(0, 100)}.pyward-${id}`);
  return { fresh: `${base}.new`, kept: `${base}.old` };
}

/** Writes the new file whole, with the mode of the old one, and its owner where the system lets us. Throws a Refusal. */
export function writeFresh(
  { fresh }: StandIns,
  path: string,
  { bytes, like }: { readonly bytes: Uint8Array; readonly like: Stats },
): void {
  about(path, () => {
    const descriptor = openSync(fresh, "wx", 0o600);
    try {
      writeFileSync(descriptor, bytes);
      giveTo(descriptor, like);
      fchmodSync(descriptor, like.mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Only an administrator may give a file away; the group is given where one is in it. */
function giveTo(descriptor: number, { uid, gid }: Stats): void {
  const own = process.geteuid?.();
  if (own === undefined) return;
  for (const owner of own === uid ? [uid] : [uid, own]) {
    try {
      fchownSync(descriptor, owner, gid);
      return;
    } catch {
      // the next one, or none
    }
  }
}

/** The old file under a second name, so that going back needs no room on the disk; a copy where the disk has no second names. */
export function keepOld({ kept }: StandIns, native: string, path: string): void {
  about(path, () => {
    try {
      linkSync(native, kept);
    } catch {
      copyFileSync(native, kept, constants.COPYFILE_EXCL);
    }
  });
}

export function removeStandIns({ fresh, kept }: StandIns): void {
  for (const name of [fresh, kept]) rmSync(name, { force: true });
}
