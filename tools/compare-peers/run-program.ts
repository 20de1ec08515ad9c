import { spawn } from "node:child_process";

/** How a program ended; `code` is null when it was stopped because its time was up, or could not be started. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds after which the program is killed; 120 unless said. */
  readonly limit?: number;
}

/** Runs one program to its end or its time limit. Both outputs are kept whole: a peer's JSON may be 80 MB. */
export function runProgram(command: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const [program = "", ...rest] = command;
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const talk: Buffer[] = [];
    const timer = setTimeout(() => child.kill("SIGKILL"), (options.limit ?? 120) * 1000);
    const end = (code: number | null, error = ""): void => {
      clearTimeout(timer);
      const seconds = (performance.now() - started) / 1000;
      resolve({
        code,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(talk).toString() + error,
        seconds,
      });
    };
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => talk.push(chunk));
    child.on("error", (error) => end(null, error.message));
    child.on("close", (code) => end(code));
  });
}
