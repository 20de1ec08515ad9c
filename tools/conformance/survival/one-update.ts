// One real `pyward db update` against a mirror on loopback.
import { spawn } from "node:child_process";
import { mkdirSync, watch } from "node:fs";
import { resolve } from "node:path";
import type { Mirror } from "./mirror.ts";

const CLI = resolve(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");

interface Run {
  readonly code: number | null;
  readonly stderr: string;
  /** Milliseconds in all, and of these while the file beside the database was there. */
  readonly took: number;
  readonly wrote: number;
}

export interface Bench {
  readonly mirror: Mirror;
  readonly home: string;
}

/** When a run is killed: so many milliseconds after its start, or after a file that it writes beside the database came. */
export interface Kill {
  readonly from: "start" | "write";
  readonly after: number;
}

export function update(
  { mirror, home }: Bench,
  more: readonly string[],
  kill: Kill | null,
  shell = "",
): Promise<Run> {
  const feeds = ["kev", "epss"].flatMap((id) => ["--feed", `${id}=${mirror.url}${id}`]);
  const words = ["db", "update", "--feed-url", mirror.url, ...feeds, ...more];
  mkdirSync(home, { recursive: true });
  const child = start(words, home, shell);
  let stderr = "";
  child.stderr.on("data", (piece) => (stderr += String(piece)));
  child.stdout.resume();
  let timer: NodeJS.Timeout | null = null;
  const [started, write] = [performance.now(), { from: 0, to: 0 }];
  const arm = (from: Kill["from"]): void => {
    if (kill?.from === from) timer ??= setTimeout(() => child.kill("SIGKILL"), kill.after);
  };
  arm("start");
  const watcher = watch(home, (_, name) => {
    if (name?.endsWith(".tmp") !== true) return;
    if (write.from === 0) write.from = performance.now() - started;
    write.to = performance.now() - started;
    arm("write");
  });
  return new Promise((done) => {
    child.on("close", (code) => {
      if (timer !== null) clearTimeout(timer);
      watcher.close();
      done({ code, stderr, took: performance.now() - started, wrote: write.to - write.from });
    });
  });
}

export function start(words: readonly string[], home: string, shell = "") {
  const command = [process.execPath, CLI, ...words];
  const env = { ...process.env, PYWARD_HOME: home };
  return shell === ""
    ? spawn(command[0] ?? "", command.slice(1), { env })
    : spawn("bash", ["-c", `${shell}; exec "$@"`, "bash", ...command], { env });
}

export function change(mirror: Mirror, turn: number): void {
  const all = [...mirror.records];
  const first = turn % Math.max(1, all.length - 3);
  for (const [id, record] of all.slice(first, first + 3)) {
    const modified = `2026-07-24T00:${String(turn % 60).padStart(2, "0")}:${String(Math.floor(turn / 60)).padStart(2, "0")}Z`;
    mirror.records.set(id, { ...record, modified });
  }
}
