// `node test/hostile/measure.ts [RUNS]`: wall seconds and peak MB of every heavy case against the bars of 2 s and 300 MB.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { HeavyCase } from "./heavy-case.ts";
import { HEAVY_CASES } from "./heavy-cases.ts";
import { HEAVY_MENTIONS } from "./heavy-mentions.ts";
import { PYWARD, remove, scratchFolder } from "./run-pyward.ts";

const MEASURE = join(import.meta.dirname, "../../bench/measure.py");
const CASES = [...HEAVY_CASES, ...HEAVY_MENTIONS];
const MOST_SECONDS = 2;
const MOST_MB = 300;

interface Figure {
  readonly wall: number;
  readonly mb: number;
  readonly exit: number;
}

/** The worst of the runs. */
function measure({ name, make }: HeavyCase, runs: number): Figure {
  const folder = scratchFolder();
  try {
    const project = join(folder, "project");
    mkdirSync(project);
    const argv = [process.execPath, PYWARD, ...make(project)];
    const environment = { HOME: folder, PYWARD_HOME: join(folder, "data") };
    const done = spawnSync("python3", [MEASURE, String(runs)], {
      input: JSON.stringify([{ name, argv, cwd: project, environment }]),
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(`measure.py failed: ${done.stderr}`);
    const figures: Readonly<Record<string, readonly Figure[]>> = JSON.parse(done.stdout);
    const all = figures[name] ?? [];
    return {
      wall: Math.max(...all.map(({ wall }) => wall)),
      mb: Math.max(...all.map(({ mb }) => mb)),
      exit: all[0]?.exit ?? Number.NaN,
    };
  } finally {
    remove(folder);
  }
}

const runs = Number(process.argv[2] ?? "3");
let broken = 0;
console.log(`the most of ${runs} runs; bars: ${MOST_SECONDS} s, ${MOST_MB} MB`);
for (const one of CASES) {
  const { wall, mb, exit } = measure(one, runs);
  const holds = wall <= (one.mostSeconds ?? MOST_SECONDS) && mb <= MOST_MB && exit === one.exit;
  if (!holds) broken += 1;
  const own = one.mostSeconds === undefined ? "" : `  (its bar is ${one.mostSeconds} s)`;
  console.log(
    `  ${holds ? "holds " : "BROKEN"} ${one.name.padEnd(52)} ${wall.toFixed(2)} s  ${mb.toFixed(0).padStart(4)} MB  exit ${exit}${own}`,
  );
}
console.log(`${CASES.length - broken} of ${CASES.length} cases within the bars`);
process.exitCode = broken === 0 ? 0 : 1;
