import { resolve } from "node:path";
import { writeAtomically } from "../host/node/index.ts";
import { PywardError } from "../model/index.ts";
import type { Io } from "./io.ts";

/** Replaces a file by a report, in one step. Throws PywardError `cannot-write`. */
export function writeReportFile(file: string, text: string, io: Io): void {
  try {
    writeAtomically(resolve(io.cwd, file), new TextEncoder().encode(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PywardError("cannot-write", `the report could not be written to ${file}: ${reason}`, { cause });
  }
}
