import { renameSync } from "node:fs";
import { dirname } from "node:path";
import type { Recovery } from "../../file-set.ts";
import { syncFolder } from "../write-atomically.ts";
import { digestOf, type Journal, type JournalFile } from "./journal.ts";
import { placeOf, readPlace } from "./place.ts";
import { about, Refusal } from "./refusal.ts";
import { removeStandIns, standInsOf } from "./stand-ins.ts";

type RolledBack = Recovery & { readonly kind: "rolled-back" | "failed" };

/**
 * Every file as it was before. One that is neither the old nor the new one was written by somebody since: it stays. What cannot be put
 * back leaves the old file where it is, for another try.
 */
export function rollBack(root: string, { files, id }: Journal): RolledBack {
  const changed: string[] = [];
  let failure: Refusal | null = null;
  for (const file of files) {
    try {
      if (!putBack(root, file, id)) changed.push(file.path);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failure ??= error;
    }
  }
  if (failure !== null) return { kind: "failed", path: failure.path, reason: failure.message };
  return { kind: "rolled-back", paths: files.map(({ path }) => path), changed };
}

/** False where somebody has written there since. Throws a Refusal. */
function putBack(root: string, { path, before, after }: JournalFile, id: string): boolean {
  let native: string;
  try {
    native = placeOf(root, path);
  } catch (error) {
    if (error instanceof Refusal && error.cause === undefined) return false;
    throw error;
  }
  const standIns = standInsOf(native, id);
  const digest = digestOf(readPlace(native, path).bytes);
  if (digest === after && digest !== before) {
    if (digestOf(readPlace(standIns.kept, path).bytes) !== before)
      throw new Refusal(path, "cannot be put back: the old file was changed");
    about(path, () => renameSync(standIns.kept, native));
    syncFolder(dirname(native));
  }
  about(path, () => removeStandIns(standIns));
  return digest === after || digest === before;
}

/** Removes what lies beside files that are all in place. Throws a Refusal. */
export function tidyUp(root: string, { files, id }: Journal): void {
  for (const { path } of files) {
    const native = about(path, () => placeUnless(root, path));
    if (native !== null) about(path, () => removeStandIns(standInsOf(native, id)));
  }
}

function placeUnless(root: string, path: string): string | null {
  try {
    return placeOf(root, path);
  } catch {
    return null;
  }
}
