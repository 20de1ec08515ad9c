import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

const BIN = join(import.meta.dirname, "../../node_modules/.bin");

export interface Finished {
  readonly code: number | null;
  /** stdout and stderr, as they came. */
  readonly output: string;
}

/** Runs a program of node_modules/.bin or PATH to its end. */
export function run(
  [program, ...options]: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(String(program), options, {
      cwd,
      env: {
        ...process.env,
        PATH: [BIN, process.env["PATH"]].join(delimiter),
        NO_COLOR: "1",
        ...environment,
      },
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ code: null, output: String(error) }));
    child.on("close", (code) => resolve({ code, output }));
  });
}
