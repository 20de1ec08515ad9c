import { runProgram } from "../../tools/compare-peers/run-program.ts";
import { judge } from "../../tools/compare-peers/workload.ts";
import type { Groups } from "../../tools/compare-peers/truth.ts";
import { measureCommands, spreadOf, type Spread } from "../measure.ts";
import type { Measured } from "./commands.ts";

/** What one command cost, over its runs. */
export interface Figure extends Pick<Measured, "tool" | "work" | "pins" | "input" | "state"> {
  /** Seconds. */
  readonly wall: Spread;
  /** Seconds, user and system. */
  readonly cpu: Spread;
  /** Megabytes at the peak. */
  readonly memory: Spread;
  readonly exits: readonly number[];
  readonly answer: Correctness | null;
}

/** Problems of the data's truth that a tool names, does not name, and that it names beyond. A fast wrong answer is marked by it. */
export type Correctness =
  | { readonly kind: "answered"; readonly found: number; readonly missed: number; readonly beyond: number }
  | { readonly kind: "lost"; readonly why: string };

/** Runs the commands in turn, so often each; in the order given, for a warm run needs what the cold one left. */
export function measure(commands: readonly Measured[], runs: number): readonly Omit<Figure, "answer">[] {
  const found = measureCommands(
    commands.map(({ argv, cwd, environment, forget }, at) => ({
      name: String(at),
      argv,
      cwd,
      environment,
      forget,
    })),
    runs,
  );
  return commands.map(({ tool, work, pins, input, state }, at) => {
    const all = found[String(at)] ?? [];
    return {
      ...{ tool, work, pins, input, state },
      wall: spreadOf(all.map(({ wall }) => wall)),
      cpu: spreadOf(all.map(({ cpu }) => cpu)),
      memory: spreadOf(all.map(({ mb }) => mb)),
      exits: [...new Set(all.map(({ exit }) => exit))],
    };
  });
}

/** Asks a command once more, for its JSON, and holds it against the truth. */
export async function correctnessOf(
  { json, cwd, environment }: Measured,
  groups: Groups,
): Promise<Correctness | null> {
  if (json === null) return null;
  const { code, stdout, stderr } = await runProgram(json.argv, { cwd, env: environment, limit: 180 });
  const answer = json.read(stdout);
  if (answer.kind === "lost")
    return { kind: "lost", why: code === null ? "stopped after its time was up" : lastLine(stderr) };
  const { truth, missed, extra } = judge(answer.rows, groups);
  return { kind: "answered", found: truth - missed.length, missed: missed.length, beyond: extra.length };
}

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").replaceAll(/(?:\/[\w.-]+){2,}/gu, "PATH").slice(0, 160);
}
