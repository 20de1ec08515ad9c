// Runs pip-audit and pyward pip-audit on the same command lines, inputs and records, and compares what they print, write and end with.
//
//   node tools/conformance/pip-audit/compare.ts --peers FOLDER --python PYTHON [--shared FOLDER] [WORD …]
//
// FOLDER has pip-audit 2.10.1, PYTHON `packaging`. WORDs: only command lines that hold one of them. Exit code 1: a difference that
// docs/pip-audit.md does not have, or one of its rows that no longer is one.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { packZip } from "../../../test/laws/pack-zip.ts";
import { startLoopback } from "../../compare-peers/loopback.ts";
import { readOptions, type Options } from "../../compare-peers/options.ts";
import { program } from "../../compare-peers/peers.ts";
import { runProgram } from "../../compare-peers/run-program.ts";
import type { Case, Way } from "./case.ts";
import { makeCases } from "./cases.ts";
import { serveIndexes } from "./index.ts";
import { writeInputs } from "./inputs.ts";
import { normalise, STEPS, type Answer } from "./normalise.ts";
import { RECORDS } from "./records.ts";
import { withoutOrder } from "./row-order.ts";

const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const PAGE = join(import.meta.dirname, "../../../docs/pip-audit.md");
const REPORT = "report";
const MADE_WITH = "http://127.0.0.1:8899/simple";

interface Data {
  readonly url: string;
  /** Null: the embedded one. */
  readonly database: string | null;
}

interface Bench {
  readonly pipAudit: string;
  readonly theirs: string;
  readonly ours: string;
  /** A home without a stored database. */
  readonly empty: string;
  /** A database without anything that is asked about: where the service is asked, nobody else knows. */
  readonly foreign: string;
  readonly data: Readonly<Record<Case["data"], Data>>;
  /** Where the package indexes are: `{URL}` of a case. */
  readonly indexes: string;
}

const given = readOptions(process.argv.slice(2));
if (given !== null) process.exitCode = await compare(given);

async function compare(options: Options): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), "pyward-pip-audit-"));
  const stops: (() => void)[] = [];
  try {
    const bench = await prepare(options, scratch, stops);
    const workloads = join(options.bench, "workloads");
    const all = makeCases([
      ...["seed-old", "seed-fixed", "w50", "w200"].map((name) => join(workloads, name, "requirements.txt")),
      ...["seed-old", "w50"].map((name) => join(workloads, name)),
    ]);
    const chosen = all.filter(
      ({ argv }) => options.rest.length === 0 || options.rest.some((word) => argv.join(" ").includes(word)),
    );
    return await compareAll(chosen, bench, options.rest.length === 0);
  } finally {
    stops.forEach((stop) => stop());
    await rm(scratch, { recursive: true, force: true });
  }
}

async function prepare(options: Options, scratch: string, stops: (() => void)[]): Promise<Bench> {
  const made = join(scratch, "made.zip");
  await writeFile(
    made,
    await packZip(Object.fromEntries(RECORDS.map((record) => [`${record.id}.json`, JSON.stringify(record)]))),
  );
  const [theirs, ours, home] = [join(scratch, "theirs"), join(scratch, "ours"), join(scratch, "home")];
  const foreign = join(scratch, "foreign.zip");
  const [record] = RECORDS;
  const unasked = { ...record, affected: [{ package: { ecosystem: "PyPI", name: "nobody-asks" } }] };
  await writeFile(foreign, await packZip({ [`${record?.id}.json`]: JSON.stringify(unasked) }));
  for (const folder of [theirs, ours]) await writeInputs(folder);
  // The real workloads' locks name the index that they were made with.
  await writeFile(join(ours, "pyward.toml"), `[[indexes]]\nurl = "${MADE_WITH}"\nkind = "pypi"\n`);
  await mkdir(home);
  const serve = async (archive: string): Promise<string> => {
    const { url, stop } = await startLoopback({ python: options.python, bench: options.bench, archive });
    stops.push(stop);
    return `${url}/v1/query`;
  };
  // The whole of the records is read once, not with every run.
  await runProgram([process.execPath, PYWARD, "db", "import", options.archive], {
    env: { PYWARD_HOME: home },
  });
  const real = await serve(options.archive);
  const { server, url: indexes } = await serveIndexes();
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    indexes,
    pipAudit: program(options, "pip-audit"),
    theirs,
    ours,
    empty: join(scratch, "empty"),
    foreign,
    data: {
      made: { url: await serve(made), database: made },
      embedded: { url: real, database: null },
      real: { url: real, database: join(home, "advisories.pyward") },
    },
  };
}

async function compareAll(cases: readonly Case[], bench: Bench, isWhole: boolean): Promise<number> {
  const used = new Map<string, number>();
  const counts = { all: 0, equal: 0, unexplained: 0, service: 0 };
  for (const one of cases) {
    const filled = withIndexes(one, bench);
    // Not at once: both ways of pyward write the same report.
    const [pip, answers] = await Promise.all([runPipAudit(filled, bench), runWays(filled, bench)]);
    for (const [way, ours] of answers) {
      counts.all++;
      if (way === "service") counts.service++;
      const problem = judge(one, pip, ours);
      if (problem !== null) {
        counts.unexplained++;
        show(one, { problem: `${way}: ${problem}`, pip: normalise(pip), ours: normalise(ours) });
        continue;
      }
      if (one.meant === null) counts.equal++;
      for (const id of one.meant === null ? stepsBetween(one, pip, ours) : [one.meant.id])
        used.set(id, (used.get(id) ?? 0) + 1);
    }
  }
  const wrong = await comparePage([...used.keys()], isWhole);
  wrong.forEach((line) => console.log(line));
  const meant = [...used].toSorted().map(([id, count]) => `${id} ${count}`);
  console.log(`in the table of differences: ${meant.join(", ")}`);
  const { all, equal, unexplained, service } = counts;
  console.log(
    `${all} invocations of both, in ${service} of which both ask the service: ${equal} equal, ${all - equal - unexplained} different as the table says, ${unexplained} unexplained`,
  );
  return unexplained + wrong.length === 0 ? 0 : 1;
}

function withIndexes(one: Case, { indexes }: Bench): Case {
  const filled = (text: string): string => text.replace("{URL}", indexes);
  const env = Object.entries(one.env).map(([name, value]) => [name, filled(value)] as const);
  return { ...one, argv: one.argv.map(filled), env: Object.fromEntries(env) };
}

/** Null where the answers are equal, or differ as it is meant. */
function judge(one: Case, pip: Answer, ours: Answer): string | null {
  const { meant } = one;
  const steps = stepsFor(one);
  const isEqual = isDeepStrictEqual(taking(steps, pip), taking(steps, ours));
  if (meant === null) return isEqual ? null : "different";
  if (isEqual) return `no difference, and ${meant.id} is meant`;
  if (ours.exit !== meant.exit) return `exit ${String(ours.exit)}, and ${meant.exit} is meant`;
  return meant.says.test(ours.stdout + ours.stderr) ? null : `not what ${meant.id} says`;
}

/** Steps without which the answers would differ. */
function stepsBetween(one: Case, pip: Answer, ours: Answer): readonly string[] {
  return stepsFor(one).flatMap(({ id }) => {
    const others = stepsFor(one).filter((step) => step.id !== id);
    return isDeepStrictEqual(taking(others, pip), taking(others, ours)) ? [] : [id];
  });
}

function stepsFor({ isResolved }: Case): typeof STEPS {
  return isResolved === true ? [...STEPS, { id: "row-order", take: withoutOrder }] : STEPS;
}

function taking(steps: typeof STEPS, answer: Answer): Answer {
  return steps.reduce((taken, { take }) => take(taken), answer);
}

/** The rows of the page against the differences that were met. */
async function comparePage(used: readonly string[], isWhole: boolean): Promise<readonly string[]> {
  const page = await readFile(PAGE, "utf8");
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, id = ""]) => id);
  return [
    ...used.filter((id) => !rows.includes(id)).map((id) => `docs/pip-audit.md has no row ${id}`),
    ...(isWhole
      ? rows.filter((id) => !used.includes(id)).map((id) => `no run meets the row ${id} of docs/pip-audit.md`)
      : []),
  ];
}

async function runPipAudit({ argv, env, data }: Case, bench: Bench): Promise<Answer> {
  return run([bench.pipAudit, ...argv], bench.theirs, {
    ...env,
    PIP_AUDIT_VULNERABILITY_SERVICE: "osv",
    PIP_AUDIT_OSV_URL: bench.data[data].url,
    PATH: `${dirname(bench.pipAudit)}${delimiter}${process.env["PATH"] ?? ""}`,
  });
}

async function runWays(one: Case, bench: Bench): Promise<readonly (readonly [Way, Answer])[]> {
  const answers: (readonly [Way, Answer])[] = [];
  for (const way of one.ways) answers.push([way, await runPyward(one, way, bench)]);
  return answers;
}

async function runPyward({ argv, env, ours, data }: Case, way: Way, bench: Bench): Promise<Answer> {
  const { database, url } = bench.data[data];
  const records = way === "service" ? bench.foreign : database;
  const own = [...ours, ...(records === null ? [] : ["--database", records])];
  const asked = { PIP_AUDIT_VULNERABILITY_SERVICE: "osv", PIP_AUDIT_OSV_URL: url };
  // Before the words, so that what a word takes for its value stays pip-audit's business.
  return run([process.execPath, PYWARD, "pip-audit", ...own, ...argv], bench.ours, {
    PYWARD_HOME: bench.empty,
    PYWARD_CACHE: bench.empty,
    ...(way === "service" ? asked : {}),
    ...env,
  });
}

async function run(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { code, stdout, stderr } = await runProgram(command, {
    cwd,
    env: { COLUMNS: "80", PIP_AUDIT_PROGRESS_SPINNER: "off", ...env },
  });
  const report = join(cwd, REPORT);
  const file = await readFile(report, "utf8").catch(() => null);
  await rm(report, { force: true });
  return { exit: code, stdout, stderr, file };
}

function show(
  { argv, env }: Case,
  { problem, pip, ours }: { readonly problem: string; readonly pip: Answer; readonly ours: Answer },
): void {
  console.log(
    `== ${Object.entries(env)
      .map(([name, value]) => `${name}=${value} `)
      .join("")}${argv.join(" ")}: ${problem}`,
  );
  for (const part of ["exit", "stdout", "stderr", "file"] as const) {
    if (pip[part] === ours[part]) continue;
    console.log(`   pip-audit ${part}: ${brief(pip[part])}\n   pyward    ${part}: ${brief(ours[part])}`);
  }
}

function brief(value: string | number | null): string {
  return JSON.stringify(typeof value === "string" && value.length > 700 ? `…${value.slice(-700)}` : value);
}
