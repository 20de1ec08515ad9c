// The built command line as a child, in an environment that holds nothing of this machine's.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PYWARD = join(import.meta.dirname, "../../packages/pyward/bin/pyward.js");
/** Loaded before pyward: makes whatever starts a program or opens a socket throw, and leave a trace. */
export const TRAP = join(import.meta.dirname, "trap.cjs");
/** Four records about `brick`, `mortar` and `gravel`, shared with the transcripts. */
export const ADVISORIES = join(import.meta.dirname, "../transcripts/advisories");

/** The bars are 2 s and 300 MB, and `measure.ts` holds pyward to them; a test on a busy machine only sees what hangs. */
const PATIENCE = 10_000;

export interface Answer {
  /** Null: it was killed, because it took longer than `PATIENCE`. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Run {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** Whose process: root may read everything, and so tests nothing about permissions. */
  readonly user?: number;
}

export function pyward(args: readonly string[], run: Run): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...(run.node ?? []), PYWARD, ...args], {
    cwd: run.cwd,
    env: run.environment ?? {},
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE,
    killSignal: "SIGKILL",
    maxBuffer: 1 << 28,
    ...(run.user === undefined ? {} : { uid: run.user, gid: run.user }),
  });
  return { code: status, stdout, stderr };
}

/** The codes of the gaps in a JSON report, each once, sorted. */
export function gapCodes({ stdout }: Answer): readonly string[] {
  const report: { readonly gaps: readonly { readonly code: string }[] } = JSON.parse(stdout);
  return [...new Set(report.gaps.map(({ code }) => code))].toSorted();
}

/** A new folder without links in its path. */
export function scratchFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "pyward-hostile-")));
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Makes the folder of a path and gives the path. */
export function within(folder: string, ...path: readonly string[]): string {
  const whole = join(folder, ...path);
  mkdirSync(join(whole, ".."), { recursive: true });
  return whole;
}
