import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { writeDurably } from "../write-atomically.ts";

/** What a run is about to do, or has done, to the files of one root. */
export interface Journal {
  readonly version: 1;
  readonly root: string;
  /** Of the names beside the files. */
  readonly id: string;
  /** `writing`: it goes back. `written`: only the old files are left to remove. */
  readonly state: "writing" | "written";
  readonly files: readonly JournalFile[];
}

export interface JournalFile {
  readonly path: string;
  /** SHA-256, hex. */
  readonly before: string;
  readonly after: string;
}

export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Where the journal of a root lies: in the user's own place, since one inside of a project could come with it and would then write
 * wherever its author likes.
 */
export function journalPath(folder: string, root: string): string {
  return join(folder, `${digestOf(new TextEncoder().encode(root)).slice(0, 32)}.json`);
}

/** It is on the disk when this returns. Throws the system's error. */
export function writeJournal(path: string, folder: string, journal: Journal): void {
  makeFolder(folder);
  writeDurably(path, new TextEncoder().encode(`${JSON.stringify(journal)}\n`));
}

/** Null: there is none. Throws the system's error, and a SyntaxError or a plain Error for what is no journal of this root. */
export function readJournal(path: string, root: string): Journal | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const journal: unknown = JSON.parse(text);
  if (!isJournal(journal) || journal.root !== root) throw new Error("no journal of this root");
  return journal;
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== "object" || value === null) return false;
  const { version, root, id, state, files }: Partial<Record<keyof Journal, unknown>> = value;
  const isState = state === "writing" || state === "written";
  const isNamed = typeof root === "string" && typeof id === "string" && /^[0-9a-f-]{8,40}$/.test(id);
  return version === 1 && isState && isNamed && Array.isArray(files) && files.every(isJournalFile);
}

function isJournalFile(value: unknown): value is JournalFile {
  if (typeof value !== "object" || value === null) return false;
  const { path, before, after }: Partial<Record<keyof JournalFile, unknown>> = value;
  return typeof path === "string" && typeof before === "string" && typeof after === "string";
}

export function removeJournal(path: string): void {
  rmSync(path, { force: true });
}
