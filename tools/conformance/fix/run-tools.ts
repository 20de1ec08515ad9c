import { spawn } from "node:child_process";
import { join } from "node:path";

const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Never throws for what a program says. It waits for one that is answered from this process, too. */
export function run(
  program: string,
  words: readonly string[],
  options: { cwd: string; home: string },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, HOME: options.home, PYWARD_HOME: options.home, NO_COLOR: "1" };
    const child = spawn(program, words, { cwd: options.cwd, env: environment });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

export function pyward(words: readonly string[], options: { cwd: string; home: string }): Promise<Ran> {
  return run(process.execPath, [PYWARD, ...words], options);
}

/** What an audit in JSON has that fails: `name id`. */
export function failuresIn(report: string): ReadonlySet<string> {
  const { findings } = JSON.parse(report) as {
    findings: { package: string; id: string; verdict: { status: string } }[];
  };
  return new Set(
    findings.filter(({ verdict }) => verdict.status === "fail").map((one) => `${one.package} ${one.id}`),
  );
}

/** What a fix in JSON says. */
export interface SaidFix {
  readonly findings: { chosen: number; cleared: number; introduced: readonly string[] };
  readonly parts: readonly {
    failure: string | null;
    isSmallest: boolean;
    changes: readonly {
      package: string;
      from: string | null;
      to: string | null;
      clears: readonly { id: string }[];
    }[];
    left: readonly { package: string; findings: readonly { id: string }[]; reasons: readonly string[] }[];
  }[];
}
