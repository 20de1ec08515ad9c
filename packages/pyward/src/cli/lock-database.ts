import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Progress } from "../host/index.ts";
import { makeFolder } from "../host/node/index.ts";
import { takeLock, type LockAttempt } from "../host/node/lock-file.ts";
import { PywardError } from "../model/index.ts";
import { storing } from "./store-database.ts";

/** Milliseconds that a second update waits for the first. */
const LONGEST_WAIT = 5 * 60_000;
const STEP = 200;
export const AS_BEFORE = "What was stored before is as it was.";

/** Whoever replaces the stored database has it alone: waits for who has it already. Gives what lets it go. Throws PywardError `cannot-write`. */
export async function lockDatabase(target: string, progress: Progress): Promise<() => void> {
  const path = `${target}.lock`;
  for (let waited = 0; ; waited += STEP) {
    const attempt = storing("stored", () => attemptLock(target, path), AS_BEFORE);
    if (attempt.kind === "taken") return attempt.release;
    if (waited >= LONGEST_WAIT)
      throw new PywardError("cannot-write", `another update (process ${attempt.pid}) is still at work`, {
        hint: `If there is none, remove ${path}.`,
      });
    progress.step(`waiting for another update (process ${attempt.pid})`);
    await setTimeout(attempt.pid === 0 ? STEP / 10 : STEP);
  }
}

function attemptLock(target: string, path: string): LockAttempt {
  makeFolder(dirname(target));
  return takeLock(path);
}
