import type { Io } from "./io.ts";

/** What every command gets: the process, and where to leave the exit code of a verdict. */
export interface Context {
  readonly io: Io;
  setExitCode(code: number): void;
}
