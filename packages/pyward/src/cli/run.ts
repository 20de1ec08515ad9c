import { PywardError, type ErrorCode } from "../model/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { readEverydayLine } from "./everyday-line.ts";
import type { Io } from "./io.ts";
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
  const setExitCode = (code: number): void => {
    exitCode = code;
  };
  try {
    const everyday = readEverydayLine(argv, io);
    if (everyday === null) {
      const { runProgram } = await import("./run-program.ts");
      return await runProgram(argv, io);
    }
    const { runAuditLine } = await import("./audit-line.ts");
    await runAuditLine(everyday, { io, setExitCode });
    return exitCode;
  } catch (error) {
    return explainFailure(error, io);
  }
}

function explainFailure(error: unknown, io: Io): number {
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
