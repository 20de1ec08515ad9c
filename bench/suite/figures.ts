import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runProgram } from "../../tools/compare-peers/run-program.ts";
import { groupKeys } from "../../tools/compare-peers/measure.ts";
import type { Groups } from "../../tools/compare-peers/truth.ts";
import type { Measured } from "./commands.ts";

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

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

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly mb: number;
  readonly exit: number;
}

/** Runs the commands in turn, so often each; in the order given, for a warm run needs what the cold one left. */
export function measure(commands: readonly Measured[], runs: number): readonly Omit<Figure, "answer">[] {
  const script = join(import.meta.dirname, "../measure.py");
  const asked = commands.map((command, at) => ({ ...command, name: String(at) }));
  const { status, stdout, stderr } = spawnSync("python3", [script, String(runs)], {
    input: JSON.stringify(
      asked.map(({ name, argv, cwd, environment, forget }) => ({ name, argv, cwd, environment, forget })),
    ),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`measure.py failed: ${stderr}`);
  const found: Readonly<Record<string, readonly Run[]>> = JSON.parse(stdout);
  return asked.map(({ name, tool, work, pins, input, state }) => {
    const all = found[name] ?? [];
    return {
      ...{ tool, work, pins, input, state },
      wall: spreadOf(all.map(({ wall }) => wall)),
      cpu: spreadOf(all.map(({ cpu }) => cpu)),
      memory: spreadOf(all.map(({ mb }) => mb)),
      exits: [...new Set(all.map(({ exit }) => exit))],
    };
  });
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[Math.floor(place)] ?? Number.NaN;
  return { least: at(0), median: at(sorted.length / 2), most: at(sorted.length - 1) };
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
  const named = groupKeys(answer.rows, groups);
  const truth = new Set(
    groups.all.filter(({ records }) => records.some(({ affected }) => affected)).map(({ key }) => key),
  );
  const isOdd = (key: string): boolean =>
    named.get(key)?.records.some(({ oddBound, decidable }) => oddBound || !decidable) === true;
  const beyond = [...named.keys()].filter((key) => !truth.has(key) && !isOdd(key));
  const found = [...truth].filter((key) => named.has(key)).length;
  return { kind: "answered", found, missed: truth.size - found, beyond: beyond.length };
}

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").replaceAll(/(?:\/[\w.-]+){2,}/gu, "PATH").slice(0, 160);
}
