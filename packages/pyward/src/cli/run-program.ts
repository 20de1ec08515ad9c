import { CommanderError } from "commander";
import type { Io } from "./io.ts";
import { EVERY_GAP } from "./options.ts";
import { programFor } from "./program.ts";

/** Wrong usage, as `run.ts` gives it for a PywardError. */
const USAGE = 2;

/** Runs a command line as commander reads it, and gives the exit code. */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  try {
    const program = programFor(argv, io, (code) => {
      exitCode = code;
    });
    await program.parseAsync(argv.map(withAllGaps), { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has already said what is wrong, or shown the help that was asked for.
    return error.exitCode === 0 ? 0 : USAGE;
  }
}

/** `--allow-gaps` alone allows all; as it stands it would swallow the path behind it. */
function withAllGaps(argument: string): string {
  return argument === "--allow-gaps" ? `--allow-gaps=${EVERY_GAP}` : argument;
}
