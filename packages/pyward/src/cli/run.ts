import { CommanderError } from "commander";
import { PywardError, type ErrorCode } from "../model/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";
import { EVERY_GAP } from "./options.ts";
import { programFor } from "./program.ts";
import { VERSION } from "./version.ts";

const EXIT_CODES = {
  usage: 2,
  "bad-configuration": 2,
  "missing-path": 2,
  "no-engine": 2,
  "unknown-revision": 2,
  "bad-report": 2,
  "cannot-write": 2,
  "bad-database": 3,
  "cannot-fetch": 3,
} as const satisfies Record<ErrorCode, number>;

/** A defect of pyward: sysexits' EX_SOFTWARE. */
const DEFECT = 70;

/** Runs one command line and gives the exit code. Never throws. `PYWARD_TRACE` names the file for a trace of it. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const file = io.environment["PYWARD_TRACE"] ?? "";
  if (file === "") return runCommand(argv, io);
  const { traceRun } = await import("./trace-run.ts");
  const traced = traceRun(file, io, () => performance.now());
  const exitCode = await runCommand(argv, traced.io);
  try {
    traced.write();
    return exitCode;
  } catch (error) {
    return explainFailure(error, io);
  }
}

async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  try {
    const program = programFor(argv, io, (code) => {
      exitCode = code;
    });
    await program.parseAsync(argv.map(withAllGaps), { from: "user" });
    return exitCode;
  } catch (error) {
    return explainFailure(error, io);
  }
}

/** `--allow-gaps` alone allows all; as it stands it would swallow the path behind it. */
function withAllGaps(argument: string): string {
  return argument === "--allow-gaps" ? `--allow-gaps=${EVERY_GAP}` : argument;
}

function explainFailure(error: unknown, io: Io): number {
  // Commander has already said what is wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage;
  if (error instanceof PywardError) {
    io.stderr.write(`pyward: ${neutralise(error.message)}\n`);
    for (const line of error.hint?.split("\n") ?? []) io.stderr.write(`  ${neutralise(line)}\n`);
    return EXIT_CODES[error.code];
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `pyward: this is a defect of pyward ${VERSION}, and nothing it printed is a verdict.\n` +
      "  Please report it, with the command line and what follows, at the address in SECURITY.md or the issue tracker.\n" +
      `${detail.split("\n").map(neutralise).join("\n")}\n`,
  );
  return DEFECT;
}
