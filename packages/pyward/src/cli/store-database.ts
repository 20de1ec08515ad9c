import { PywardError } from "../model/index.ts";
import type { Io } from "./io.ts";
import { storedPath } from "./open-database.ts";

/** Where a database is stored. Throws PywardError `cannot-write` where the environment names no home. */
export function storeTarget(io: Io): string {
  const target = storedPath(io);
  if (target !== null) return target;
  throw new PywardError("cannot-write", "there is no home directory to store a database in", {
    hint: "Set PYWARD_HOME.",
  });
}

/** Does what writes a database. Throws PywardError `cannot-write` for whatever the system throws. */
export function storing<T>(what: "stored" | "written", write: () => T, hint?: string): T {
  try {
    return write();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const said = hint === undefined ? { cause } : { cause, hint };
    throw new PywardError("cannot-write", `the database could not be ${what}: ${reason}`, said);
  }
}
