/**
 * pyward and its peers on the same work, reading the same advisories: time, CPU, memory, and whether the answer is right.
 *
 *   npm run bench -- --peers DIR [--shared DIR] [--python PYTHON] [--runs N] [--quick] [--json FILE] [--output PAGE.md]
 *
 * Medians of one run on one machine: only ratios mean something elsewhere. `--quick`: 4 and 494 pins, in under two minutes.
 * Ends with 1 where a bar that could be measured does not hold.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { format } from "oxfmt";
import { parseArgs } from "node:util";
import { startLoopback } from "../../tools/compare-peers/loopback.ts";
import { readOptions, type Options } from "../../tools/compare-peers/options.ts";
import { prepare, program, versionsOf, type Bench } from "../../tools/compare-peers/peers.ts";
import { readPyward, readOsvScanner, readPipAudit } from "../../tools/compare-peers/answers.ts";
import { groupsOf, readTruth, type Groups } from "../../tools/compare-peers/truth.ts";
import { spreadText } from "../measure.ts";
import { barsOf, holds, type Bar } from "./bars.ts";
import {
  commandsFor,
  emptyPrograms,
  makeEnvironment,
  makeMonorepo,
  oursOn,
  pinsOf,
  type Measured,
  type Work,
} from "./commands.ts";
import { correctnessOf, measure, type Figure } from "./figures.ts";
import { pageOf } from "./page.ts";

const WORK = ["seed-old", "w50", "w200", "w500", "w1500", "w5000"];
const QUICK = ["seed-old", "w500"];
const INPUTS = ["requirements.txt", "uv.lock", "poetry.lock", "pylock.toml"];

const TEXT = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    ...{ shared: TEXT, peers: TEXT, python: TEXT, runs: TEXT, json: TEXT, output: TEXT },
    quick: { type: "boolean", default: false },
  },
});

async function main(options: Options): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "pyward-suite-"));
  const service = await startLoopback(options);
  try {
    const bench = { programs: options.programs, url: service.url, archive: options.archive, scratch };
    await prepare(bench);
    const figures = await measureAll(options, bench);
    const bars = barsOf(figures);
    for (const bar of bars) {
      const verdict = bar.value === null ? "not measured" : holds(bar) ? "holds " : "BROKEN";
      console.log(
        `  ${verdict} ${bar.claim.padEnd(62)} ${bar.value?.toFixed(2) ?? "–"} (${bar.relation} ${bar.bound})`,
      );
    }
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ figures, bars }, null, 2)}\n`);
    if (values.output !== undefined) await writePage(resolve(values.output), figures, bars, bench);
    process.exitCode = bars.every((bar) => bar.value === null || holds(bar)) ? 0 : 1;
  } finally {
    service.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function writePage(
  file: string,
  figures: readonly Figure[],
  bars: readonly Bar[],
  bench: Bench,
): Promise<void> {
  const facts = { date: new Date().toISOString().slice(0, 10), versions: await versionsOf(bench) };
  const { text, charts } = pageOf(figures, bars, facts);
  const settings: Parameters<typeof format>[2] = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../.oxfmtrc.json"), "utf8"),
  );
  const { code } = await format("benchmarks.md", text, settings);
  const folder = join(dirname(file), "benchmarks");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, code);
  for (const [name, chart] of charts) writeFileSync(join(folder, name), chart);
}

async function measureAll(options: Options, bench: Bench): Promise<readonly Figure[]> {
  const names = values.quick ? QUICK : WORK;
  const folders = names.map((name) => join(options.bench, "workloads", name));
  const files = folders.map((folder) => join(folder, "requirements.txt"));
  const installed = join(options.bench, "environment.txt");
  const truth = await readTruth(options.python, options.bench, options.archive, [...files, installed]);
  const groupsIn = (file: string): Groups => groupsOf(truth.get(file) ?? []);
  const figures: Figure[] = [];
  for (const [at, folder] of folders.entries()) {
    const work: Work = { name: names[at] ?? "", pins: pinsOf(files[at] ?? "").length, folder };
    const commands = [...emptyPrograms(bench)];
    for (const input of values.quick ? INPUTS.slice(0, 2) : INPUTS)
      commands.push(...(await commandsFor(bench, work, input)));
    figures.push(...(await figuresOf(commands, groupsIn(files[at] ?? ""), work.pins)));
  }
  if (values.quick) return figures;
  figures.push(...(await figuresOf(environmentCommands(bench, pinsOf(installed)), groupsIn(installed), 215)));
  const large = files.at(-1) ?? "";
  const monorepo = makeMonorepo(bench.scratch, pinsOf(large), 200);
  const what = { work: "monorepo", pins: pinsOf(large).length, input: "200 × requirements.txt" };
  figures.push(
    ...(await figuresOf(withJson(oursOn(bench, what, ["audit", monorepo])), groupsIn(large), what.pins)),
  );
  return figures;
}

function environmentCommands(bench: Bench, pins: readonly string[]): readonly Measured[] {
  const site = makeEnvironment(bench.scratch, pins);
  const what = { work: "environment", pins: pins.length, input: "site-packages" };
  const home = join(bench.scratch, "home");
  const theirs = {
    ...what,
    state: "no cache",
    cwd: bench.scratch,
    environment: { HOME: home, XDG_CACHE_HOME: home },
    forget: [],
  } as const;
  const pipAudit = [
    program(bench, "pip-audit"),
    "--path",
    site,
    "-s",
    "osv",
    "--osv-url",
    `${bench.url}/v1/query`,
    "--progress-spinner",
    "off",
    "-f",
    "json",
  ];
  const scanner = [
    program(bench, "osv-scanner"),
    "scan",
    "source",
    "--offline",
    "--local-db-path",
    join(bench.scratch, "osv"),
    "--format",
    "json",
    "-r",
    site,
  ];
  return [
    ...withJson(oursOn(bench, what, ["env", site])),
    { ...theirs, tool: "pip-audit", argv: pipAudit, json: { read: readPipAudit, argv: pipAudit } },
    { ...theirs, tool: "osv-scanner", argv: scanner, json: { read: readOsvScanner, argv: scanner } },
  ];
}

function withJson(commands: readonly Measured[]): readonly Measured[] {
  return commands.map((command) => ({
    ...command,
    json: { read: readPyward, argv: [...command.argv, "--format", "json"] },
  }));
}

/** Slow work is run less often: half a minute a run tells as much in three runs as in nine. */
async function figuresOf(
  commands: readonly Measured[],
  groups: Groups,
  pins: number,
): Promise<readonly Figure[]> {
  const asked = commands.map((command) =>
    command.tool.startsWith("pyward") ? (withJson([command])[0] ?? command) : command,
  );
  const runs = Number(values.runs ?? (pins > 1000 ? 3 : 7));
  console.error(`${commands.length} commands on ${asked.at(-1)?.work}, ${runs} runs each …`);
  const measured = measure(asked, runs);
  const figures: Figure[] = [];
  for (const [at, figure] of measured.entries()) {
    const command = asked[at];
    const answer = command === undefined ? null : await correctnessOf(command, groups);
    figures.push({ ...figure, answer });
    console.log(lineOf({ ...figure, answer }));
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
