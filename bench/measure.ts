import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A whole process that is measured. */
export interface Command {
  readonly name: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Folders that are emptied before each run. */
  readonly forget?: readonly string[];
  /** Gets what the first run writes to standard output. */
  readonly answer?: string;
}

/** What the system says that one run used: seconds, megabytes at the peak. */
export interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly mb: number;
  readonly exit: number;
}

/** By the name of the command. */
export type Figures = Readonly<Record<string, readonly Run[]>>;

/**
 * Runs the commands in turn, so often each, in the order given. `budget`: seconds that all counted runs of one command may take; a slow
 * one runs less often, at least once.
 */
export function measureCommands(
  commands: readonly Command[],
  runs: number,
  budget = Number.POSITIVE_INFINITY,
): Figures {
  const script = join(import.meta.dirname, "measure.py");
  const limit = Number.isFinite(budget) ? [String(budget)] : [];
  const done = spawnSync("python3", [script, String(runs), ...limit], {
    input: JSON.stringify(commands),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (done.status !== 0) throw new Error(`measure.py failed: ${done.stderr}`);
  const figures: Figures = JSON.parse(done.stdout);
  return figures;
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[Math.floor(place)] ?? Number.NaN;
  return { least: at(0), median: at(sorted.length / 2), most: at(sorted.length - 1) };
}

/** How often `a` costs what `b` does: the ratio of the medians, and the least and the most of the ratios round by round. */
export function ratioOf(a: readonly number[], b: readonly number[]): Spread {
  const rounds = Array.from({ length: Math.min(a.length, b.length) }, (_, at) => (a[at] ?? 0) / (b[at] ?? 0));
  const { least, most } = spreadOf(rounds);
  const median = spreadOf(a).median / spreadOf(b).median;
  return { least: Math.min(least, median), median, most: Math.max(most, median) };
}

/** The median, with the least and the most. */
export function spreadText({ least, median, most }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}
