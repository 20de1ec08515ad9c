// `pyward db serve` as a child, on a free port of this machine.
import { spawn, type ChildProcess } from "node:child_process";
import { PYWARD } from "./run-pyward.ts";

export interface Serving {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Ends with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
  /** What it said on stderr until now. */
  readonly said: () => string;
}

export async function startServe(args: readonly string[], home: string): Promise<Serving> {
  const child = spawn(process.execPath, [PYWARD, "db", "serve", "--port", "0", ...args], {
    env: { PYWARD_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => void (errors += chunk.toString()));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal)),
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const found = /http:\S+/.exec(chunk.toString())?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(`it ended: ${errors}`)));
  });
  return { url, port: Number(new URL(url).port), child, ended, said: () => errors };
}
