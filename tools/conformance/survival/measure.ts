// A real `pyward db update` against a mirror on loopback: killed at random points, and met with every fault of a network
// and a disk. After each, the stored database is whole and is the one before or the one after.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
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
  /** Milliseconds in all, and of these while the file beside the database was there. */
  readonly took: number;
  readonly wrote: number;
}

interface Bench {
  readonly mirror: Mirror;
  readonly home: string;
}

/** When a run is killed: so many milliseconds after its start, or after a file that it writes beside the database came. */
interface Kill {
  readonly from: "start" | "write";
  readonly after: number;
}

function update(
  { mirror, home }: Bench,
  more: readonly string[],
  kill: Kill | null,
  shell = "",
): Promise<Run> {
  const words = ["db", "update", "--feed-url", mirror.url, "--without", "kev", "--without", "epss", ...more];
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

function start(words: readonly string[], home: string, shell = "") {
  const command = [process.execPath, CLI, ...words];
  const env = { ...process.env, PYWARD_HOME: home };
  return shell === ""
    ? spawn(command[0] ?? "", command.slice(1), { env })
    : spawn("bash", ["-c", `${shell}; exec "$@"`, "bash", ...command], { env });
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

/** Every other kill falls into the writing: from when the new file appears until a little after it took its place. */
async function killed(bench: Bench, times: number) {
  const next = random(SEED);
  const { mirror, home } = bench;
  const usual = await update(bench, [], null);
  change(mirror, 500);
  const short = await update(bench, [], null);
  const counts = { before: 0, after: 0, none: 0 };
  let amid = 0;
  for (let turn = 0; turn < times; turn++) {
    const isFirst = turn % 5 === 0;
    if (isFirst) rmSync(home, { recursive: true });
    else if (stored(home) === "none") await update(bench, [], null);
    change(mirror, turn);
    const before = stored(home);
    const { took, wrote } = isFirst ? usual : short;
    const from = turn % 2 === 0 ? "start" : "write";
    await update(bench, [], { from, after: next() * (from === "start" ? took * 1.1 : wrote * 1.2) });
    const after = stored(home);
    counts[after === "none" ? "none" : after === before ? "before" : "after"]++;
    if (before !== "none" && after === "none") throw new Error(`turn ${turn} lost the database`);
    if (readdirSync(home).some((name) => name.endsWith(".tmp"))) amid++;
  }
  const last = await update(bench, [], null);
  const left = readdirSync(home).filter((name) => name !== "advisories.pyward");
  if (last.code !== 0 || left.length > 0) throw new Error(`what was killed left ${left.join(", ")}`);
  return { times, ...counts, amidTheWriting: amid };
}

function change(mirror: Mirror, turn: number): void {
  for (const [id, record] of [...mirror.records].slice(turn, turn + 3)) {
    const modified = `2026-07-24T00:${String(turn % 60).padStart(2, "0")}:${String(Math.floor(turn / 60)).padStart(2, "0")}Z`;
    mirror.records.set(id, { ...record, modified });
  }
}

const FAULTS: readonly Fault[] = ["503", "cut-off", "html", "empty", "damaged"];

async function faults(bench: Bench): Promise<Record<string, string>> {
  const rows: Record<string, string> = { "two at once": await twoAtOnce(bench) };
  const meet = async (
    name: string,
    more: readonly string[],
    shell = "",
    expected = "kept, exit 3",
  ): Promise<void> => {
    change(bench.mirror, 1_000);
    const before = stored(bench.home);
    const { code, stderr } = await update(bench, more, null, shell);
    rows[name] = judged(stored(bench.home) === before, code, stderr, expected);
  };
  for (const fault of FAULTS) {
    bench.mirror.fault = fault;
    await meet(`${fault}, list`, []);
    await meet(`${fault}, archive`, ["--full"]);
  }
  bench.mirror.fault = "none";
  await meet("no such server", ["--feed-url", "http://127.0.0.1:1/"]);
  await meet("a file may not grow so far", ["--full", "--force"], "ulimit -f 64", "kept, exit 2");
  const all = [...bench.mirror.records];
  for (const [id, record] of all.slice(0, 150))
    bench.mirror.records.set(id, {
      ...record,
      modified: "2026-07-25T00:00:00Z",
      withdrawn: "2026-07-25T00:00:00Z",
    });
  await meet("more than 1 % withdrawn", []);
  await meet(
    "more than 1 % withdrawn, a clock of 1990",
    ["--full"],
    "export PYWARD_NOW=1990-01-01T00:00:00Z",
  );
  for (const [id, record] of all) bench.mirror.records.set(id, record);
  await meet("a clock of 1990", ["--full"], "export PYWARD_NOW=1990-01-01T00:00:00Z", "CHANGED, exit 0");
  bench.mirror.fault = "hang";
  await meet("a server that never answers", [], "export PYWARD_NOW=2026-11-24T00:00:00Z");
  bench.mirror.fault = "none";
  const copy = join(bench.home, "..", "mounted");
  rows["a full file system"] = await mounted(bench, copy, ["-t", "tmpfs", "-o", "size=12m", "tmpfs"]);
  rows["a read-only directory"] = await mounted(bench, copy, ["-o", "bind,ro", bench.home]);
  return { ...rows, ...(await halves(bench)) };
}

/** The second waits for the first. */
async function twoAtOnce(bench: Bench): Promise<string> {
  change(bench.mirror, 3_000);
  const both = await Promise.all([update(bench, [], null), update(bench, [], null)]);
  const outcome = `exit ${both.map(({ code }) => code).join(" and ")}`;
  if (outcome !== "exit 0 and 0" || stored(bench.home) === "none") throw new Error(outcome);
  return outcome;
}

/** On a file system of its own, which takes rights: without them it is not run, and says so. */
async function mounted(bench: Bench, folder: string, words: readonly string[]): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const mount = spawnSync("mount", [...words, folder]);
  if (mount.status !== 0) return "not run: it takes the right to mount";
  try {
    const path = join(folder, "advisories.pyward");
    if (!existsSync(path)) cpSync(join(bench.home, "advisories.pyward"), path);
    change(bench.mirror, 2_000);
    const before = stored(folder);
    const { code, stderr } = await update({ ...bench, home: folder }, [], null);
    return judged(stored(folder) === before, code, stderr, "kept, exit 2");
  } finally {
    spawnSync("umount", [folder]);
  }
}

/** An audit with what is left of a database is incomplete (3): neither clean (0) nor with findings (1). */
async function halves({ home }: Bench): Promise<Record<string, string>> {
  const whole = readFileSync(join(home, "advisories.pyward"));
  const middle = Buffer.from(whole);
  middle.fill(0, HEAD, whole.length >> 1);
  const cases = { half: whole.subarray(0, whole.length >> 1), empty: whole.subarray(0, 0), zeroed: middle };
  const folder = join(home, "..", "project");
  mkdirSync(folder);
  writeFileSync(join(folder, "requirements.txt"), "pyyaml==5.3\nsix==1.16.0\n");
  const rows: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(cases)) {
    writeFileSync(join(home, "advisories.pyward"), bytes);
    rows[`an audit with a database that is ${name}`] = await audited(home, [folder]);
  }
  rows["an audit with a database that is missing"] = await audited(home, [
    folder,
    "--database",
    join(home, "none"),
  ]);
  return rows;
}

/** Header and `info`, which an audit reads first. */
const HEAD = 4096;

async function audited(home: string, words: readonly string[]): Promise<string> {
  const child = start(["audit", ...words], home);
  child.stdout.resume();
  const code = await new Promise((done) => void child.on("close", done));
  if (code !== 3) throw new Error(`an audit without a database ended with ${String(code)}`);
  return "exit 3";
}

/** Throws where it is not as expected. */
function judged(isKept: boolean, code: number | null, stderr: string, expected: string): string {
  const outcome = `${isKept ? "kept" : "CHANGED"}, exit ${code}`;
  const row = `${outcome}: ${stderr.split("\n")[0] ?? ""}`.replaceAll(/127\.0\.0\.1:\d+/g, "osv.example");
  if (outcome !== expected) throw new Error(row);
  return row;
}

async function main([zip, times]: readonly string[]): Promise<number> {
  if (zip === undefined) {
    console.error("usage: node tools/conformance/survival/measure.ts ZIP [TIMES]");
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), "pyward-survival-"));
  const bench = { mirror: await startMirror(resolve(zip)), home: join(scratch, "home") };
  try {
    const kills = await killed(bench, Number(times ?? 200));
    console.log(JSON.stringify(kills, null, 2));
    const rows = await faults(bench);
    console.log(JSON.stringify(rows, null, 2));
    console.log(
      `${kills.times} kills (${kills.amidTheWriting} amid the writing) and ${Object.keys(rows).length} faults survived`,
    );
    return 0;
  } finally {
    bench.mirror.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
