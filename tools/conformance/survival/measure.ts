// A real `pyward db update` against a mirror on loopback: killed at random points, and met with every fault of a network
// and a disk. After each, the stored database is whole and is the one before or the one after.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import { openRecords } from "../../../packages/pyward/src/advisory-index/records/open-records.ts";
import { recordsSection } from "../../../packages/pyward/src/advisory-index/store/open-index.ts";
import { verifyIndex } from "../../../packages/pyward/src/advisory-index/verify-index.ts";
import { startMirror, type Fault, type Mirror } from "./mirror.ts";

const CLI = resolve(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
/** Of the random points, so that a run can be repeated. */
const SEED = 20_261_124;

interface Run {
  readonly code: number | null;
  readonly stderr: string;
}

interface Bench {
  readonly mirror: Mirror;
  readonly home: string;
}

function update(
  { mirror, home }: Bench,
  more: readonly string[],
  killAfter: number | null,
  shell = "",
): Promise<Run> {
  const command = [process.execPath, CLI, "db", "update", "--feed-url", mirror.url, ...more];
  const env = { ...process.env, PYWARD_HOME: home };
  const child =
    shell === ""
      ? spawn(command[0] ?? "", command.slice(1), { env })
      : spawn("bash", ["-c", `${shell}; exec "$@"`, "bash", ...command], { env });
  let stderr = "";
  child.stderr.on("data", (piece) => (stderr += String(piece)));
  child.stdout.resume();
  const timer = killAfter === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfter);
  return new Promise((done) => {
    child.on("close", (code) => {
      if (timer !== null) clearTimeout(timer);
      done({ code, stderr });
    });
  });
}

/** The id of the stored database, read whole with each of its records; "none" where there is no file. Throws for anything half. */
function stored(home: string): string {
  const path = join(home, "advisories.pyward");
  if (!existsSync(path)) return "none";
  const source = memorySource(readFileSync(path));
  verifyIndex(source);
  const { info } = openIndex(source);
  const records = openRecords(recordsSection(source));
  for (const entry of records.entries) records.read(entry);
  if (info.advisories === 0 || records.entries.length < info.advisories)
    throw new Error("the database is empty");
  return info.id;
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function killed(bench: Bench, times: number): Promise<object> {
  const next = random(SEED);
  const { mirror, home } = bench;
  const started = Date.now();
  await update(bench, [], null);
  const usual = Date.now() - started;
  change(mirror, 500);
  const again = Date.now();
  await update(bench, [], null);
  const short = Date.now() - again;
  const counts = { before: 0, after: 0, none: 0 };
  for (let turn = 0; turn < times; turn++) {
    const isFirst = turn % 5 === 0;
    if (isFirst) rmSync(home, { recursive: true });
    else if (stored(home) === "none") await update(bench, [], null);
    change(mirror, turn);
    const before = stored(home);
    await update(bench, [], next() * ((isFirst ? usual : short) * 1.1));
    const after = stored(home);
    counts[after === "none" ? "none" : after === before ? "before" : "after"]++;
    if (before !== "none" && after === "none") throw new Error(`turn ${turn} lost the database`);
  }
  const last = await update(bench, [], null);
  const left = readdirSync(home).filter((name) => name !== "advisories.pyward");
  return { times, ...counts, thenUpdates: last.code === 0, left };
}

function change(mirror: Mirror, turn: number): void {
  for (const [id, record] of [...mirror.records].slice(turn, turn + 3)) {
    const modified = `2026-07-24T00:${String(turn % 60).padStart(2, "0")}:${String(Math.floor(turn / 60)).padStart(2, "0")}Z`;
    mirror.records.set(id, { ...record, modified });
  }
}

const FAULTS: readonly Fault[] = ["503", "cut-off", "html", "empty", "damaged"];

async function faults(bench: Bench): Promise<object> {
  const rows: Record<string, string> = {};
  const meet = async (name: string, more: readonly string[], shell = ""): Promise<void> => {
    change(bench.mirror, 1_000);
    const before = stored(bench.home);
    const { code, stderr } = await update(bench, more, null, shell);
    const kept = stored(bench.home) === before ? "kept" : "CHANGED";
    rows[name] = `${kept}, exit ${code}: ${stderr.split("\n")[0] ?? ""}`.replaceAll(
      /127\.0\.0\.1:\d+/g,
      "osv.example",
    );
  };
  for (const fault of FAULTS) {
    bench.mirror.fault = fault;
    await meet(`${fault}, list`, []);
    await meet(`${fault}, archive`, ["--full"]);
  }
  bench.mirror.fault = "none";
  await meet("no such server", ["--feed-url", "http://127.0.0.1:1/"]);
  await meet("a file may not grow so far", ["--full", "--force"], "ulimit -f 64");
  const all = [...bench.mirror.records];
  for (const [id, record] of all.slice(0, 150))
    bench.mirror.records.set(id, {
      ...record,
      modified: "2026-07-25T00:00:00Z",
      withdrawn: "2026-07-25T00:00:00Z",
    });
  await meet("more than 1 % withdrawn", []);
  await meet("a clock of 1990", ["--full"], "export PYWARD_NOW=1990-01-01T00:00:00Z");
  return rows;
}

async function main([zip, times]: readonly string[]): Promise<number> {
  if (zip === undefined) {
    console.error("usage: node tools/conformance/survival/measure.ts ZIP [TIMES]");
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), "pyward-survival-"));
  const bench = { mirror: await startMirror(resolve(zip)), home: join(scratch, "home") };
  try {
    const result = { killed: await killed(bench, Number(times ?? 200)), faults: await faults(bench) };
    console.log(JSON.stringify(result, null, 2));
    return 0;
  } finally {
    bench.mirror.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
