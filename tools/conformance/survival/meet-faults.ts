// Faults of network, disk and clock. After each, the stored database is the one before.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import { readHeader } from "../../../packages/pyward/src/advisory-index/store/open-index.ts";
import type { Fault } from "./mirror.ts";
import { change, start, update, type Bench } from "./one-update.ts";
import { signalFaults } from "./signals.ts";
import { stored } from "./stored.ts";

const FAULTS: readonly Fault[] = ["503", "cut-off", "html", "empty", "damaged"];

type Rows = Record<string, string>;
type Meet = (name: string, more: readonly string[], shell?: string, expected?: string) => Promise<void>;

function meeting(bench: Bench, rows: Rows): Meet {
  return async (name, more, shell = "", expected = "kept, exit 3") => {
    change(bench.mirror, 1_000);
    const before = stored(bench.home);
    const { code, stderr } = await update(bench, more, null, shell);
    rows[name] = judged(stored(bench.home) === before, code, stderr, expected);
  };
}

/** What a supplier does: seconds only. */
export async function networkFaults(bench: Bench): Promise<Rows> {
  const rows: Rows = { "two at once": await twoAtOnce(bench) };
  const meet = meeting(bench, rows);
  for (const fault of FAULTS) {
    bench.mirror.fault = fault;
    await meet(`${fault}, list`, []);
    await meet(`${fault}, archive`, ["--full"]);
  }
  bench.mirror.fault = "none";
  await meet("no such server", ["--feed-url", "http://127.0.0.1:1/"]);
  return rows;
}

/** Besides these, what disks, clocks and a silent server do. */
export async function allFaults(bench: Bench): Promise<Rows> {
  const rows = await networkFaults(bench);
  const meet = meeting(bench, rows);
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
  Object.assign(rows, await signalFaults(bench, (shell) => update(bench, [], null, shell)));
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
export async function halves({ home }: Bench): Promise<Record<string, string>> {
  const whole = readFileSync(join(home, "advisories.pyward"));
  const middle = Buffer.from(whole);
  const { info } = readHeader(memorySource(whole)).sections;
  middle.fill(0, info.offset + info.length, whole.length >> 1);
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
