/**
 * What time costs: `--as-of` beside a plain audit, `db diff` of two databases, and of a fleet of 1,000 saved reports.
 *
 *   node tools/conformance/time/measure.ts OLD_ZIP NEW_ZIP REQUIREMENTS
 *
 * CPU time of cold processes, the least of five (of three for a diff), on databases that are built. The reports are of 200 releases each, taken in turns from
 * an audit of the requirements. Ends with 1 where a bar is broken.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildIndex } from "../../../packages/pyward/src/advisory-index/build-index.ts";
import { readRecords } from "../../../packages/pyward/src/feeds/shared/read-records.ts";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { readReport } from "../../../packages/pyward/src/read-report.ts";

const PYWARD = path.join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const REPORTS = 1_000;
const RELEASES = 200;

const [oldZip = "", newZip = "", requirements = ""] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), "pyward-time-"));
try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true });
}

async function main(): Promise<number> {
  const [before, after] = [await built(oldZip, "before"), await built(newZip, "after")];
  const audit = ["audit", "-r", requirements, "--database", after, "--quiet", "--exit-zero"];
  const plain = best(5, audit);
  const then = best(5, [...audit, "--as-of", "2025-06-30"]);
  const diff = best(3, ["db", "diff", before, after]);
  const files = await fleet(audit);
  const one = best(3, ["db", "diff", before, after, "--report", files[0] ?? ""]);
  const all = best(3, ["db", "diff", before, after, ...files.flatMap((file) => ["--report", file])]);
  const each = (all.seconds - diff.seconds) / files.length;
  const rows: readonly (readonly [string, number, number])[] = [
    ["audit --as-of / audit: CPU", then.seconds / plain.seconds, 1.5],
    ["db diff: seconds of CPU", diff.seconds, 3],
    ["db diff with one report: seconds of CPU", one.seconds, 3],
    [`db diff with ${files.length} reports of ${RELEASES} releases: seconds of CPU`, all.seconds, 15],
    ["a report more: milliseconds", each * 1_000, 12],
    ["peak megabytes of that diff", all.megabytes, 500],
  ];
  for (const [name, value, bar] of rows)
    console.log(`${value <= bar ? "ok    " : "broken"} ${name} ${value.toFixed(2)} (at most ${bar})`);
  return rows.every(([, value, bar]) => value <= bar) ? 0 : 1;
}

async function built(zip: string, name: string): Promise<string> {
  const absolute = path.resolve(zip);
  const records = readRecords(nodeTree(path.dirname(absolute)), path.basename(absolute));
  const { bytes } = await buildIndex(records, { now: new Date() });
  const file = path.join(folder, `${name}.pyward`);
  writeFileSync(file, bytes);
  return file;
}

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

function best(runs: number, args: readonly string[]): Cost {
  const costs = Array.from({ length: runs }, () => run(args));
  return costs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

/** The front door in a process of its own, which says what it cost as it ends. */
function run(args: readonly string[]): Cost {
  const cost = `process.on("exit", () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); require("node:fs").writeSync(2, "\\nCOST " + maxRSS + " " + (userCPUTime + systemCPUTime)); })`;
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      "--import",
      `data:text/javascript,import { createRequire } from "node:module"; const require = createRequire("file:///"); ${cost}`,
      PYWARD,
      ...args,
    ],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status === null || status > 1) throw new Error(`pyward ${args.slice(0, 5).join(" ")}: ${stderr}`);
  const [, peakKilobytes, microseconds] = /COST (\d+) (\d+)/.exec(stderr) ?? [];
  return { seconds: Number(microseconds) / 1_000_000, megabytes: Number(peakKilobytes) / 1_024 };
}

async function fleet(audit: readonly string[]): Promise<readonly string[]> {
  const whole = path.join(folder, "whole.json");
  run([...audit, "--format", `json:${whole}`]);
  const read = readReport(readFileSync(whole, "utf8"));
  if (!read.ok) throw read.error;
  const report = read.value;
  const { dependencies, findings } = report;
  mkdirSync(path.join(folder, "reports"));
  return Array.from({ length: REPORTS }, (_, number) => {
    const own = Array.from(
      { length: RELEASES },
      (__, at) => dependencies[(number * 7 + at * 3) % dependencies.length],
    );
    const refs = new Set(own.flatMap((one) => one?.ref ?? []));
    const part = {
      ...report,
      dependencies: dependencies.filter(({ ref }) => refs.has(ref)),
      findings: findings.filter(({ dependency }) => refs.has(dependency)),
      upgrades: [],
      gaps: [],
    };
    const file = path.join(folder, "reports", `${number}.json`);
    writeFileSync(file, JSON.stringify(part));
    return file;
  });
}
