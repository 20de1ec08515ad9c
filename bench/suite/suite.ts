/**
 * pyward and its peers on the same work, reading the same advisories: time, CPU, memory, and whether the answer is right.
 *
 *   npm run bench -- --peers DIR [--shared DIR] [--python PYTHON] [--runs N] [--budget SECONDS] [--quick] [--json FILE] [--output PAGE.md]
 *
 * Medians of one run on one machine: only ratios mean something elsewhere. A command runs nine times, or as often as four seconds hold, and at least once.
 * `--quick`: 4 and 494 pins, in under two minutes.
 * Ends with 1 where a bar that could be measured does not hold.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { format } from "oxfmt";
import { parseArgs } from "node:util";
import { startLoopback } from "../../tools/compare-peers/loopback.ts";
import { readOptions, type Options } from "../../tools/compare-peers/options.ts";
import { prepare, versionsOf, type Bench } from "../../tools/compare-peers/peers.ts";
import { groupsOf, readTruth, type Groups } from "../../tools/compare-peers/truth.ts";
import { spreadText } from "../measure.ts";
import { barsOf, holds, type Bar } from "./bars.ts";
import { emptyPrograms, type Cannot, type Measured } from "./commands.ts";
import { correctnessOf, measure, type Figure } from "./figures.ts";
import { pageOf, type Measurements } from "./page.ts";
import { piecesOf } from "./works.ts";

const TEXT = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    ...{ shared: TEXT, peers: TEXT, python: TEXT, runs: TEXT, budget: TEXT, json: TEXT, output: TEXT },
    quick: { type: "boolean", default: false },
  },
});

async function main(options: Options): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "pyward-suite-"));
  const service = await startLoopback(options);
  try {
    const bench = { programs: options.programs, url: service.url, archive: options.archive, scratch };
    await prepare(bench);
    const measured = await measureAll(options, bench);
    const bars = barsOf(measured.figures);
    for (const bar of bars) {
      const verdict = bar.value === null ? "not measured" : holds(bar) ? "holds " : "BROKEN";
      console.log(
        `  ${verdict} ${bar.claim.padEnd(62)} ${bar.value === null ? "–" : spreadText(bar.value, 2)} (${bar.relation} ${bar.bound})`,
      );
    }
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ ...measured, bars }, null, 2)}\n`);
    if (values.output !== undefined) await writePage(resolve(values.output), measured, bars, bench);
    process.exitCode = bars.every((bar) => bar.value === null || holds(bar)) ? 0 : 1;
  } finally {
    service.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function writePage(
  file: string,
  measured: Measurements,
  bars: readonly Bar[],
  bench: Bench,
): Promise<void> {
  const facts = { date: new Date().toISOString().slice(0, 10), versions: await versionsOf(bench) };
  const { text, charts } = pageOf(measured, bars, facts);
  const settings: Parameters<typeof format>[2] = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../.oxfmtrc.json"), "utf8"),
  );
  const { code } = await format("benchmarks.md", text, settings);
  const folder = join(dirname(file), "benchmarks");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, code);
  for (const [name, chart] of charts) writeFileSync(join(folder, name), chart);
}

async function measureAll(options: Options, bench: Bench): Promise<Measurements> {
  const pieces = piecesOf(bench, options.bench, values.quick);
  const lists = pieces.map(({ pins }) => pins);
  const truth = await readTruth(options.python, options.bench, options.archive, lists);
  const budget = Number(values.budget ?? (values.quick ? 3 : 4));
  const runs = Number(values.runs ?? 9);
  const figures = await figuresOf(emptyPrograms(bench), groupsOf([]), { runs, budget });
  const cannot: Cannot[] = [];
  for (const { pins, jobs } of pieces) {
    const groups = groupsOf(truth.get(pins) ?? []);
    for (const job of await jobs()) {
      figures.push(...(await figuresOf(job.commands, groups, { runs, budget })));
      cannot.push(...job.cannot);
    }
  }
  return { figures, cannot };
}

/** A slow command runs less often, within its budget of seconds: half a minute a run tells as much in one run as in nine. */
async function figuresOf(
  commands: readonly Measured[],
  groups: Groups,
  often: { readonly runs: number; readonly budget: number },
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [at, figure] of measure(commands, often).entries()) {
    const command = commands[at];
    const answer = command === undefined ? null : await correctnessOf(command, figure.output, groups);
    const whole = { ...figure.cost, answer };
    figures.push(whole);
    console.log(lineOf(whole));
  }
  return figures;
}

function lineOf({ tool, work, input, state, wall, cpu, memory, answer }: Figure): string {
  const seconds = [wall, cpu].map((one) => spreadText(one, 3));
  const right =
    answer === null
      ? ""
      : answer.kind === "lost"
        ? `no answer: ${answer.why}`
        : `${answer.found} found, ${answer.missed} missed, ${answer.beyond} beyond`;
  return `${work.padEnd(12)} ${input.padEnd(22)} ${tool.padEnd(22)} ${state.padEnd(8)} wall ${seconds[0]} CPU ${seconds[1]} ${memory.median.toFixed(0)} MB  ${right}`;
}

const passed = (["shared", "peers", "python"] as const).flatMap((name) => {
  const value = values[name];
  return value === undefined ? [] : [`--${name}`, value];
});
const options = readOptions(passed);
if (options !== null) await main(options);
