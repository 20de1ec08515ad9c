import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Io } from "./io.ts";
import { run } from "./run.ts";
import { traceRun } from "./trace-run.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pyward-trace-"));
  writeFileSync(
    join(folder, "requirements.txt"),
    "--index-url https://me:s3cret@index.example/\nbrick==1.0\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function ioWith(trace: string): Io {
  const silent = { isTerminal: false, columns: null, write: () => undefined };
  return {
    environment: { PYWARD_TRACE: trace },
    cwd: folder,
    platform: "linux",
    stdout: silent,
    stderr: silent,
    now: () => new Date("2026-07-24T00:00:00Z"),
  };
}

interface Read {
  readonly displayTimeUnit: string;
  readonly traceEvents: readonly Record<string, unknown>[];
}

function readTrace(text: string): Read {
  const read: Read = JSON.parse(text);
  return read;
}

test("each stage of an audit is a complete event, in the order of the run", async () => {
  expect(await run([".", "--output", "report.txt"], ioWith("trace.json"))).toBe(0);
  const text = readFileSync(join(folder, "trace.json"), "utf8");
  const { displayTimeUnit, traceEvents } = readTrace(text);
  expect(displayTimeUnit).toBe("ms");
  expect(traceEvents.map(({ name, ph, args }) => [ph, name, args])).toEqual([
    ["M", "process_name", { name: "pyward" }],
    ["X", "start", {}],
    ["X", "open index", {}],
    ["X", "read", { path: "requirements.txt" }],
    ["X", "parse", { source: "requirements-txt", path: "requirements.txt" }],
    ["X", "merge", { project: "p1" }],
    ["X", "match", { project: "p1", dependencies: 1 }],
    ["X", "judge", {}],
    ["X", "render", { format: "table" }],
    ["X", "write", { format: "table" }],
  ]);
  const [read, parse] = ["read", "parse"].map((stage) => traceEvents.find(({ name }) => name === stage));
  expect(Number(read?.["ts"])).toBeGreaterThanOrEqual(Number(parse?.["ts"]));
  expect(endOf(read)).toBeLessThanOrEqual(endOf(parse));
  const times = traceEvents
    .slice(1)
    .filter((event) => event !== read)
    .map(({ ts, dur, pid, tid, cat }) => ({ ts, dur, pid, tid, cat }));
  let end = 0;
  for (const { ts, dur, ...where } of times) {
    expect(Number.isInteger(ts) && Number.isInteger(dur)).toBe(true);
    expect(ts).toBeGreaterThanOrEqual(end);
    end = Number(ts) + Number(dur);
    expect(where).toEqual({ pid: 1, tid: 1, cat: "pyward" });
  }
  expect(text).not.toMatch(/brick|s3cret|index\.example/);
});

function endOf(event: Readonly<Record<string, unknown>> | undefined): number {
  return Number(event?.["ts"]) + Number(event?.["dur"]);
}

test("times are microseconds since the process began, and a stage inside of another one lies in it", () => {
  const times = [0.0015, 1, 2, 3.25, 4];
  const traced = traceRun("inner.json", ioWith(""), () => times.shift() ?? 0);
  const outer = traced.io.trace?.begin("read");
  const inner = traced.io.trace?.begin("merge");
  inner?.();
  outer?.();
  traced.write();
  const { traceEvents } = readTrace(readFileSync(join(folder, "inner.json"), "utf8"));
  expect(traceEvents.slice(1).map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
    ["start", 0, 2],
    ["merge", 2000, 1250],
    ["read", 1000, 3000],
  ]);
});

test("a trace that cannot be written is no silent success", async () => {
  expect(await run([".", "--output", "report.txt"], ioWith("missing/folder/trace.json"))).toBe(2);
});
