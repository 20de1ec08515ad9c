import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, renameSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import type { FileSet, Recovery, Replacement, ReplaceResult } from "../../file-set.ts";
import { takeLock } from "../lock-file.ts";
import { makeFolder } from "../make-folder.ts";
import { sweepLeftovers, syncFolder } from "../write-atomically.ts";
import { digestOf, journalPath, readJournal, removeJournal, writeJournal, type Journal } from "./journal.ts";
import { placeOf, readPlace } from "./place.ts";
import { rollBack, tidyUp } from "./roll-back.ts";
import { about, Refusal } from "./refusal.ts";
import { keepOld, removeStandIns, standInsOf, writeFresh, type StandIns } from "./stand-ins.ts";

/** Where a set of files lies. */
export interface FileSetPlace {
  /** Absolute, with its links followed. */
  readonly root: string;
  /** The user's own folder for journals; null: there is none, and only one file at a time can be replaced. */
  readonly journals: string | null;
}

/**
 * Files of a directory on the disk. The new files are written beside the old ones, then a journal says what is about to happen, then
 * each is renamed; the old ones stay under a second name until all are in place. A run that is killed has not happened: the next one
 * puts the old files back, which needs no room on the disk.
 */
export function nodeFileSet(place: FileSetPlace): FileSet {
  return {
    replaceAll: (files) => settle(files, () => replaceAll(place, files)),
    recover: () => recover(place),
  };
}

function settle(files: readonly Replacement[], act: () => ReplaceResult): ReplaceResult {
  try {
    return files.length === 0 ? { kind: "replaced" } : act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "refused", path: error.path, reason: error.message };
  }
}

/** A file that was looked at, with what lies beside it. */
interface Checked extends Replacement {
  readonly native: string;
  readonly standIns: StandIns;
  readonly stats: Stats;
}

function replaceAll({ root, journals }: FileSetPlace, files: readonly Replacement[]): ReplaceResult {
  const id = randomUUID();
  const checked = files.map((file) => check(root, file, id));
  const [first] = checked;
  if (first === undefined) return { kind: "replaced" };
  if (journals === null) {
    if (checked.length > 1)
      throw new Refusal(
        first.path,
        "cannot change together with others: no folder of yours can keep the journal of it",
      );
    return replaceOne(first);
  }
  const path = journalPath(journals, root);
  const writing = { root, id, path, folder: journals };
  return locked({ root, journals }, first.path, () => replaceSet(checked, writing));
}

/** That it is what it was, where it was, and may be written. Throws a Refusal. */
function check(root: string, file: Replacement, id: string): Checked {
  const native = placeOf(root, file.path);
  const { bytes, stats } = readPlace(native, file.path);
  if (!isSame(bytes, file.before)) throw new Refusal(file.path, "has changed since it was read");
  // Who made it read-only wants it so, though a rename would not ask.
  if (process.platform !== "win32" && (stats.mode & 0o222) === 0)
    throw new Refusal(file.path, "is read-only");
  about(file.path, () => accessSync(native, constants.W_OK));
  about(file.path, () => accessSync(dirname(native), constants.W_OK));
  return { ...file, native, standIns: standInsOf(native, id), stats };
}

function isSame(first: Uint8Array, second: Uint8Array): boolean {
  return Buffer.compare(first, second) === 0;
}

/** One rename is whole by itself. */
function replaceOne(file: Checked): ReplaceResult {
  try {
    writeFresh(file.standIns, file.path, { bytes: file.after, like: file.stats });
    putInPlace(file);
  } finally {
    removeStandIns(file.standIns);
  }
  return { kind: "replaced" };
}

/** Looked at once more right before: nothing that somebody wrote in between is lost. */
function putInPlace({ path, native, standIns, before }: Checked): void {
  if (!isSame(readPlace(native, path).bytes, before))
    throw new Refusal(path, "has changed since it was read");
  about(path, () => renameSync(standIns.fresh, native));
  syncFolder(dirname(native));
}

interface Writing {
  readonly root: string;
  readonly id: string;
  /** Of the journal. */
  readonly path: string;
  readonly folder: string;
}

function replaceSet(files: readonly Checked[], { root, id, path, folder }: Writing): ReplaceResult {
  const [first] = files;
  const named = files.map((file) => ({
    path: file.path,
    before: digestOf(file.before),
    after: digestOf(file.after),
  }));
  const journal: Journal = { version: 1, root, id, state: "writing", files: named };
  const note = (state: Journal["state"]): void =>
    forJournal(first?.path ?? "", () => writeJournal(path, folder, { ...journal, state }));
  note("writing");
  try {
    for (const file of files) {
      writeFresh(file.standIns, file.path, { bytes: file.after, like: file.stats });
      keepOld(file.standIns, file.native, file.path);
      syncFolder(dirname(file.native));
    }
    for (const file of files) putInPlace(file);
    note("written");
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(first?.path ?? "", "cannot be written", error);
    const back = rollBack(root, journal);
    if (back.kind === "failed") return { kind: "unfinished", path: back.path, reason: back.reason };
    removeJournal(path);
    throw refusal;
  }
  tryTo(() => {
    for (const { standIns } of files) removeStandIns(standIns);
    removeJournal(path);
  });
  return { kind: "replaced" };
}

/** What does not succeed here, `recover` does later. */
function tryTo(act: () => void): void {
  try {
    act();
  } catch {
    // the files are in their places
  }
}

/** One run at a time, and none on top of one that was stopped. */
function locked(
  place: FileSetPlace & { readonly journals: string },
  file: string,
  act: () => ReplaceResult,
): ReplaceResult {
  const path = journalPath(place.journals, place.root);
  const release = takeTurn(place.journals, path, file);
  try {
    sweepLeftovers(path);
    if (existsSync(path)) throw new Refusal(file, "waits for what an earlier run has left half done");
    return act();
  } finally {
    tryTo(release);
  }
}

const ATTEMPTS = 60;
/** Milliseconds. */
const PAUSE = 100;

/** Throws a Refusal where another run is at work here. */
function takeTurn(folder: string, path: string, file: string): () => void {
  for (let attempt = 0; ; attempt++) {
    const lock = forJournal(file, () => {
      makeFolder(folder);
      return takeLock(`${path}.lock`);
    });
    if (lock.kind === "taken") return lock.release;
    if (lock.pid > 0 || attempt > ATTEMPTS)
      throw new Refusal(file, "is being changed by another run of pyward");
    // Made this moment, or by a run that was killed in that very moment: it counts for five seconds.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}

/** The folder of journals is at fault, and not the file. */
function forJournal<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Refusal(file, "cannot be changed: no journal of it can be kept in your home of pyward", error);
  }
}

function recover(place: FileSetPlace): Recovery {
  const { root, journals } = place;
  if (journals === null) return { kind: "nothing" };
  const path = journalPath(journals, root);
  if (!existsSync(path)) return { kind: "nothing" };
  try {
    const release = takeTurn(journals, path, ".");
    try {
      sweepLeftovers(path);
      return recoverBy(path, root);
    } finally {
      tryTo(release);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "failed", path: error.path, reason: error.message };
  }
}

function recoverBy(path: string, root: string): Recovery {
  let journal: Journal | null;
  try {
    journal = readJournal(path, root);
  } catch (error) {
    throw new Refusal(path, "is no journal that pyward wrote", error);
  }
  if (journal === null) return { kind: "nothing" };
  if (journal.state === "written") tidyUp(root, journal);
  const result: Recovery = journal.state === "written" ? { kind: "completed" } : rollBack(root, journal);
  if (result.kind !== "failed") removeJournal(path);
  return result;
}
