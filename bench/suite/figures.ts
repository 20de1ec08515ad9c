import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../tools/compare-peers/run-program.ts";
import { judge } from "../../tools/compare-peers/workload.ts";
import type { Groups } from "../../tools/compare-peers/truth.ts";
import { measureCommands, spreadOf, type Run, type Spread } from "../measure.ts";
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
  /** Round by round: tools that were measured side by side had the same machine in each. */
  readonly runs: readonly Run[];
  readonly answer: Correctness | null;
}

/** Problems of the data's truth that a tool names, does not name, and that it names beyond. A fast wrong answer is marked by it. */
export type Correctness =
  | { readonly kind: "answered"; readonly found: number; readonly missed: number; readonly beyond: number }
  | { readonly kind: "lost"; readonly why: string };

type Cost = Omit<Figure, "answer">;

/** Runs the commands in turn; in the order given, for a warm run needs what the cold one left. `output`: what the first run wrote. */
export function measure(
  commands: readonly Measured[],
  { runs, budget }: { readonly runs: number; readonly budget: number },
): readonly { readonly cost: Cost; readonly output: string }[] {
  const folder = mkdtempSync(join(tmpdir(), "pyward-answers-"));
  try {
    const asked = commands.map(({ argv, cwd, environment, forget }, at) => {
      const name = String(at);
      return { name, argv, cwd, environment, forget, answer: join(folder, name) };
    });
    const found = measureCommands(asked, runs, budget);
    return commands.map((command, at) => ({
      cost: costOf(command, found[String(at)] ?? []),
      output: readFileSync(join(folder, String(at)), "utf8"),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function costOf({ tool, work, pins, input, state }: Measured, runs: readonly Run[]): Cost {
  return {
    ...{ tool, work, pins, input, state, runs },
    wall: spreadOf(runs.map(({ wall }) => wall)),
    cpu: spreadOf(runs.map(({ cpu }) => cpu)),
    memory: spreadOf(runs.map(({ mb }) => mb)),
    exits: [...new Set(runs.map(({ exit }) => exit))],
  };
}

/** What a command wrote, held against the truth. Asked once more where its JSON takes another command, or where there is none, for the reason. */
export async function correctnessOf(
  { json, argv, cwd, environment }: Measured,
  output: string,
  groups: Groups,
): Promise<Correctness | null> {
  if (json === null) return null;
  const given = json.argv === argv ? json.read(output) : null;
  if (given?.kind === "answered") return heldAgainst(given.rows, groups);
  const { code, stdout, stderr } = await runProgram(json.argv, { cwd, env: environment, limit: 180 });
  const answer = json.read(stdout);
  if (answer.kind === "lost")
    return { kind: "lost", why: code === null ? "stopped after its time was up" : lastLine(stderr) };
  return heldAgainst(answer.rows, groups);
}

function heldAgainst(rows: Parameters<typeof judge>[0], groups: Groups): Correctness {
  const { truth, missed, extra } = judge(rows, groups);
  return { kind: "answered", found: truth - missed.length, missed: missed.length, beyond: extra.length };
}

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").replaceAll(/(?:\/[\w.-]+){2,}/gu, "PATH").slice(0, 160);
}
