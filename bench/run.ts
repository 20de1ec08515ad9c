// `node bench/run.ts [RUNS]`: whole cold processes, against an empty Node process in the same run. Ratios are what counts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureCommands, spreadOf, spreadText, type Command, type Figures, type Run } from "./measure.ts";
import { makeTenfoldDatabase } from "./tenfold-database.ts";
import { makeMonorepo } from "./suite/laid-out.ts";
import { makeWorkload, readPins } from "./workloads.ts";

const ROOT = join(import.meta.dirname, "..");
const PYWARD = join(ROOT, "packages/pyward/bin/pyward.js");
const EMPTY = "an empty Node process";

/** Claim → the two commands whose medians are compared, and the bar. */
const BARS = [
  {
    claim: "494 pins, requirements.txt: CPU / empty",
    over: "494 pins, requirements.txt",
    base: EMPTY,
    figure: "cpu",
    most: 2.4,
  },
  {
    claim: "494 pins, uv.lock: CPU / empty",
    over: "494 pins, uv.lock",
    base: EMPTY,
    figure: "cpu",
    most: 3.0,
  },
  {
    claim: "70,800 / 7,080 advisories: CPU",
    over: "494 pins, ten times the advisories",
    base: "494 pins, the advisories as a file",
    figure: "cpu",
    most: 1.15,
  },
  {
    claim: "494 pins, requirements.txt: peak MB",
    over: "494 pins, requirements.txt",
    base: null,
    figure: "mb",
    most: 90,
  },
  {
    claim: "5,000 / 494 pins, requirements.txt: CPU",
    over: "5000 pins, requirements.txt",
    base: "494 pins, requirements.txt",
    figure: "cpu",
    most: 2.5,
  },
  {
    claim: "200 projects / one of their size: CPU",
    over: "200 projects of 5000 pins",
    base: "5000 pins, requirements.txt",
    figure: "cpu",
    most: 4,
  },
] as const;

async function main(): Promise<void> {
  const runs = Number(process.argv[2] ?? "15");
  const folder = mkdtempSync(join(tmpdir(), "pyward-bench-"));
  try {
    const figures = measureCommands(await commandsIn(folder), runs);
    print(figures);
    process.exitCode = compare(figures) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function commandsIn(folder: string): Promise<readonly Command[]> {
  const home = join(folder, "home");
  mkdirSync(home);
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "");
  const databases = await makeTenfoldDatabase(folder);
  const environment = {
    HOME: home,
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_DATA_HOME: join(home, "data"),
    NO_COLOR: "1",
  };
  const pyward = (name: string, ...args: string[]): Command => ({
    name,
    argv: [process.execPath, PYWARD, ...args],
    environment,
  });
  const work = ["w50", "w500", "w1500", "w5000"].map((name) => makeWorkload(name, folder));
  const middle = work.find(({ pins }) => pins === 494);
  if (middle === undefined) throw new Error("the workload of 494 pins is missing");
  const monorepo = join(folder, "monorepo");
  mkdirSync(monorepo);
  makeMonorepo(monorepo, readPins("w5000"), 200);
  return [
    { name: EMPTY, argv: [process.execPath, empty], environment },
    ...work.flatMap(({ pins, requirements, uvLock }) => [
      pyward(`${pins} pins, requirements.txt`, requirements),
      pyward(`${pins} pins, uv.lock`, uvLock),
    ]),
    pyward("494 pins, the advisories as a file", middle.requirements, "--database", databases.one),
    pyward("494 pins, ten times the advisories", middle.requirements, "--database", databases.ten),
    pyward("200 projects of 5000 pins", monorepo),
  ];
}

function print(figures: Figures): void {
  console.log("medians (least – most): wall s, CPU s, peak MB, exit code");
  for (const [name, runs] of Object.entries(figures)) {
    const exits = [...new Set(runs.map(({ exit }) => exit))].join(",");
    console.log(
      `  ${name.padEnd(40)} ${spread(runs, "wall", 3)}  ${spread(runs, "cpu", 3)}  ${spread(runs, "mb", 0)}  ${exits}`,
    );
  }
}

function spread(runs: readonly Run[], figure: "wall" | "cpu" | "mb", digits: number): string {
  return spreadText(spreadOf(runs.map((run) => run[figure])), digits);
}

function compare(figures: Figures): boolean {
  console.log("\nbars");
  const results = BARS.map(({ claim, over, base, figure, most }) => {
    const value = medianOf(figures[over], figure) / (base === null ? 1 : medianOf(figures[base], figure));
    const holds = value <= most;
    console.log(`  ${holds ? "holds " : "BROKEN"} ${claim.padEnd(42)} ${value.toFixed(2)} (at most ${most})`);
    return holds;
  });
  return results.every(Boolean);
}

function medianOf(runs: readonly Run[] | undefined, figure: "cpu" | "mb"): number {
  return spreadOf((runs ?? []).map((run) => run[figure])).median;
}

await main();
