// What it costs to bring a stored database up to date: a real `pyward db update` from a mirror on loopback, after so many records have
// changed; and how fast an audit with the stored database is beside one with the embedded one.
// node bench/update.ts ZIP [RECORDS] [TIMES]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startMirror, type Mirror } from "../tools/conformance/survival/mirror.ts";

const ROOT = resolve(import.meta.dirname, "..");
const CLI = join(ROOT, "packages/pyward/bin/pyward.js");
const AUDIT = ["audit", join(import.meta.dirname, "workloads/w1500.txt"), "--offline"];
/**
 * Prints what the process used, in its last moment: kilobytes at most, and seconds of both processors. Linux counts into `maxRSS` what the
 * process was before it ran this program, that is what this one has; `VmHWM` is the program's own.
 */
const REPORT = `data:text/javascript,${encodeURIComponent(
  `import{readFileSync}from"node:fs";
  process.on("exit",()=>{const u=process.resourceUsage();let most=u.maxRSS;
  try{most=Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status","latin1"))[1])}catch{}
  process._rawDebug("used",most,(u.userCPUTime+u.systemCPUTime)/1e6)})`,
)}`;
/** Seconds, megabytes in memory, megabytes of the file, CPU of an audit beside that with the embedded database. */
const BARS = { seconds: 2, memory: 150, file: 25, ratio: 1.25 };

interface Run {
  readonly code: number | null;
  readonly seconds: number;
  readonly cpu: number;
  readonly memory: number;
}

function run(words: readonly string[], home: string): Promise<Run> {
  const started = performance.now();
  const env = { ...process.env, PYWARD_HOME: home };
  const child = spawn(process.execPath, ["--import", REPORT, CLI, ...words], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (piece) => (stderr += String(piece)));
  return new Promise((done, fail) => {
    child.on("close", (code) => {
      const [, memory, cpu] = /used (\d+) ([\d.]+)/.exec(stderr) ?? [];
      if (memory === undefined) return fail(new Error(stderr));
      const seconds = (performance.now() - started) / 1000;
      done({ code, seconds, cpu: Number(cpu), memory: Number(memory) / 1000 });
    });
  });
}

/** Records spread over all of them, so that chunks and packages are met as a day's news meets them. */
function change({ records }: Mirror, count: number, turn: number): void {
  const ids = [...records.keys()];
  for (let at = 0; at < count; at++) {
    const id = ids[(turn + Math.floor((at * ids.length) / count)) % ids.length] ?? "";
    const modified = `2026-07-24T00:00:${String(turn % 60).padStart(2, "0")}Z`;
    records.set(id, { ...records.get(id), modified, details: `Changed in turn ${turn}.` });
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function main([zip, records = "100", times = "5"]: readonly string[]): Promise<number> {
  if (zip === undefined) {
    console.error("usage: node bench/update.ts ZIP [RECORDS] [TIMES]");
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), "pyward-update-"));
  const [home, empty] = [join(scratch, "home"), join(scratch, "empty")];
  const mirror = await startMirror(resolve(zip));
  const update = ["db", "update", "--feed-url", mirror.url, "--without", "kev", "--without", "epss"];
  try {
    const first = await run(update, home);
    const file = statSync(join(home, "advisories.pyward")).size / 1e6;
    const increments: Run[] = [];
    const [stored, embedded]: [Run[], Run[]] = [[], []];
    for (let turn = 1; turn <= Number(times); turn++) {
      change(mirror, Number(records), turn);
      increments.push(await run(update, home));
      stored.push(await run(AUDIT, home));
      embedded.push(await run(AUDIT, empty));
    }
    const cpuOf = (runs: readonly Run[]): number => median(runs.map(({ cpu }) => cpu));
    const figures = {
      seconds: median(increments.map(({ seconds }) => seconds)),
      memory: median(increments.map(({ memory }) => memory)),
      file,
      ratio: cpuOf(stored) / cpuOf(embedded),
    };
    const isFine = [first, ...increments].every(({ code }) => code === 0);
    const mark = (name: keyof typeof BARS): string =>
      `${figures[name] <= BARS[name] ? "" : "BROKEN: "}${figures[name].toFixed(2)} (bar ${BARS[name]})`;
    console.log(
      [
        isFine ? "bars" : "an update failed",
        `  increment of ${records} records: ${mark("seconds")} s, CPU ${cpuOf(increments).toFixed(2)} s, ${mark("memory")} MB`,
        `  database: ${mark("file")} MB`,
        `  audit with it, CPU beside that with the embedded one: ${mark("ratio")}`,
        `  everything at first: ${first.seconds.toFixed(1)} s, ${first.memory.toFixed(0)} MB`,
      ].join("\n"),
    );
    const isBroken =
      figures.seconds > BARS.seconds || figures.memory > BARS.memory || figures.file > BARS.file;
    return !isFine || isBroken || figures.ratio > BARS.ratio ? 1 : 0;
  } finally {
    mirror.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
