import type { Io } from "./io.ts";
import { run } from "./run.ts";

/** What a run said, and how it ended. */
interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line for a test: on Linux, without a terminal, at the first second of 2026-11-24. */
export async function runExample(
  argv: readonly string[],
  { cwd, environment }: Pick<Io, "cwd" | "environment">,
): Promise<Told> {
  let [out, err] = ["", ""];
  const stream = { isTerminal: false, columns: null };
  const code = await run([...argv], {
    environment,
    cwd,
    platform: "linux",
    stdout: { ...stream, write: (text) => void (out += text) },
    stderr: { ...stream, write: (text) => void (err += text) },
    now: () => new Date("2026-11-24T00:00:00Z"),
  });
  return { code, out, err };
}
