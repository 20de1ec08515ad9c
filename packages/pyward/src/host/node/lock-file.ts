import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";

/** A process that still runs after so long, or whose number another has by now, holds no lock any more. */
const STALE = 60 * 60_000;

/** Whether this process may go on: `take` is tried again by who waits. */
export type LockAttempt =
  | { readonly kind: "taken"; readonly release: () => void }
  | { readonly kind: "busy"; readonly pid: number };

/**
 * A file that only one process makes, with its number in it. One whose process is gone, or that is older than an hour, is taken over.
 * Throws the system's error where it cannot be made.
 */
export function takeLock(path: string): LockAttempt {
  try {
    const descriptor = openSync(path, "wx", 0o600);
    writeSync(descriptor, `${process.pid}\n`);
    closeSync(descriptor);
    return { kind: "taken", release: () => rmSync(path, { force: true }) };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const pid = holderOf(path);
  if (pid !== null) return { kind: "busy", pid };
  putAside(path);
  return { kind: "busy", pid: 0 };
}

/** Null: nobody. A lock without a number was made a moment ago, or by a process that ended then. */
function holderOf(path: string): number | null {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const pid = Number(readFileSync(path, "utf8").trim());
    if (age > STALE) return null;
    if (!(pid > 0)) return age > 5_000 ? null : 0;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return code === "ESRCH" ? null : 0;
  }
}

/** By a rename, which succeeds for one only. */
function putAside(path: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch {
    // another was quicker
  }
}
