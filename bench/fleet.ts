/**
 * `node bench/fleet.ts [INVENTORIES]`: a fleet's stored inventories, judged again when 100 records change.
 *
 * Reports of about a hundred releases each, from the names that are used most and the packages with advisories. What `db diff --fleet` says of them is held against a judgement of every release
 * by both databases. CPU time of cold processes. Ends with 1 where a bar does not hold or the answers differ.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openIndex, type AdvisoryIndex } from "../packages/pyward/src/advisory-index/index.ts";
import { openByteSource } from "../packages/pyward/src/host/node/index.ts";
import { foldAdvisoryId, problemsOf } from "../packages/pyward/src/match/index.ts";
import { normalizeName } from "../packages/pyward/src/python/index.ts";
import { exampleReport } from "../test/laws/example-reports.ts";
import { measureCommands, spreadOf } from "./measure.ts";
import { makeChangedDatabases } from "./tenfold-database.ts";
import { readPins } from "./workloads.ts";

const PYWARD = join(import.meta.dirname, "../packages/pyward/bin/pyward.js");
const RELEASES = 100;
const CHANGED = 100;
/** Seconds of CPU, over those of the same comparison without a fleet. */
const BAR = 2;

async function main(inventories: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-fleet-"));
  try {
    const { before, after } = await makeChangedDatabases(folder, CHANGED);
    const fleet = join(folder, "fleet");
    const pins = readPins("w5000");
    const held = Array.from({ length: inventories }, (_, at) => releasesOf(pins, at));
    for (const [at, releases] of held.entries()) writeReport(fleet, at, releases);
    return compare(folder, { before, after, fleet, held });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Laid {
  readonly before: string;
  readonly after: string;
  readonly fleet: string;
  readonly held: readonly (readonly string[])[];
}

function compare(folder: string, { before, after, fleet, held }: Laid): number {
  const environment = { HOME: folder, XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder, PYWARD_HOME: folder };
  const argv = [process.execPath, PYWARD, "db", "diff", before, after];
  const first = seconds([...argv, "--fleet", fleet], environment, 0);
  const plain = seconds(argv, environment, 3);
  const again = seconds([...argv, "--fleet", fleet], environment, 3);
  const { stdout } = spawnSync(argv[0] ?? "", [...argv.slice(1), "--fleet", fleet, "--json"], {
    encoding: "utf8",
    maxBuffer: 1 << 29,
    env: { ...process.env, ...environment },
  });
  const answer: Answer = JSON.parse(stdout);
  const told = new Set(answer.releases.map(lineOf));
  const expected = judgedWhole([before, after], fleet, held);
  const isSame = told.size === expected.size && [...told].every((line) => expected.has(line));
  const cost = again.cpu - plain.cpu;
  const { inventories, releases, touched, judged, read } = answer.fleet;
  console.log(
    `${inventories} inventories of ${releases} releases; ${CHANGED} records changed: ${judged} releases in ${touched} inventories are of their packages, ${read} files read`,
  );
  console.log(
    `         first run, which reads every file: CPU ${first.cpu.toFixed(2)} s, peak ${first.mb.toFixed(0)} MB`,
  );
  console.log(
    `         both databases compared: CPU ${plain.cpu.toFixed(2)} s; with the fleet: ${again.cpu.toFixed(2)} s, peak ${again.mb.toFixed(0)} MB`,
  );
  console.log(
    `  ${cost <= BAR ? "holds " : "BROKEN"} the fleet's share: CPU ${cost.toFixed(2)} s (at most ${BAR})`,
  );
  console.log(
    `  ${isSame ? "holds " : "BROKEN"} the same as judging all: ${told.size} of ${expected.size} changed releases`,
  );
  return isSame && cost <= BAR && read === 0 ? 0 : 1;
}

interface Changed {
  readonly report: string;
  readonly package: string;
  readonly version: string;
  readonly became: readonly { readonly id: string }[];
  readonly cleared: readonly string[];
}

interface Answer {
  readonly releases: readonly Changed[];
  readonly fleet: Readonly<Record<"inventories" | "releases" | "read" | "touched" | "judged", number>>;
}

function seconds(argv: readonly string[], environment: Readonly<Record<string, string>>, runs: number) {
  // Without a round that is not counted where the first run is the question.
  const figures = measureCommands(
    [{ name: "it", argv, environment }],
    Math.max(runs, 1),
    runs === 0 ? 0 : undefined,
  );
  const all = figures["it"] ?? [];
  return { cpu: spreadOf(all.map(({ cpu }) => cpu)).median, mb: spreadOf(all.map(({ mb }) => mb)).median };
}

/** Distinct names, far apart in the list. */
function releasesOf(pins: readonly string[], at: number): readonly string[] {
  const step = 37 + (at % 11);
  const names = new Map<string, string>();
  for (let number = 0; names.size < RELEASES; number++) {
    const pin = pins[(at * 101 + number * step) % pins.length] ?? "";
    names.set(pin.slice(0, pin.indexOf("==")), pin);
  }
  return [...names.values()];
}

/** As an audit with `--format json` writes it, without what it found then: no part of the question. */
function writeReport(fleet: string, at: number, releases: readonly string[]): void {
  const own = join(fleet, `team-${at % 50}`);
  if (at < 50) mkdirSync(own, { recursive: true });
  const project = { ...EXAMPLE.project, root: `services/service-${at}` };
  const dependencies = releases.map((pin) => {
    const [name = "", version = ""] = pin.split("==");
    return {
      ...EXAMPLE.dependency,
      ...{ ref: `${project.id}:${name}@${version}`, project: project.id, name, version },
      ...{ purl: `pkg:pypi/${name}@${version}`, paths: [[name]] },
    };
  });
  const empty = { findings: [], upgrades: [], gaps: [], notes: [] };
  const report = { ...EXAMPLE.report, ...empty, projects: [project], dependencies };
  writeFileSync(join(own, `service-${at}.json`), JSON.stringify(report));
}

/** A report of a real audit, whose parts every report has. */
const EXAMPLE = (() => {
  const report = exampleReport("webshop");
  const [project] = report.projects;
  const [dependency] = report.dependencies;
  if (project === undefined || dependency === undefined) throw new Error("the example is empty");
  return { report, project, dependency };
})();

/** Every release of every inventory by both databases: what differs, as lines. */
function judgedWhole(
  databases: readonly [string, string],
  fleet: string,
  held: readonly (readonly string[])[],
): ReadonlySet<string> {
  const [before, after] = databases.map((file) => openIndex(openByteSource(file)));
  const known = new Map<string, Pick<Changed, "became" | "cleared">>();
  const changeOf = (pin: string): Pick<Changed, "became" | "cleared"> => {
    const [name = "", version = ""] = pin.split("==");
    const [old, recent] = [before, after].map((index) => problemsIn(index, name, version));
    const became = without(recent ?? [], old ?? []).map(({ id }) => ({ id }));
    return { became, cleared: without(old ?? [], recent ?? []).map(({ id }) => id) };
  };
  const lines = new Set<string>();
  for (const [at, releases] of held.entries())
    for (const pin of releases) {
      const change = known.get(pin) ?? changeOf(pin);
      known.set(pin, change);
      if (change.became.length + change.cleared.length === 0) continue;
      const [name = "", version = ""] = pin.split("==");
      const report = join(fleet, `team-${at % 50}`, `service-${at}.json`);
      lines.add(lineOf({ report, package: name, version, ...change }));
    }
  return lines;
}

interface Named {
  readonly id: string;
  readonly aliases: readonly string[];
}

function problemsIn(index: AdvisoryIndex | undefined, name: string, version: string): readonly Named[] {
  const known = index?.lookup(normalizeName(name)) ?? null;
  return known === null ? [] : problemsOf({ name: known.name, version }, known);
}

function without(problems: readonly Named[], others: readonly Named[]): readonly Named[] {
  const ids = new Set(others.flatMap(({ id, aliases }) => [id, ...aliases]).map(foldAdvisoryId));
  return problems.filter(({ id, aliases }) => ![id, ...aliases].some((one) => ids.has(foldAdvisoryId(one))));
}

function lineOf({ report, package: name, version, became, cleared }: Changed): string {
  return [report, name, version, ...became.map(({ id }) => `+${id}`), ...cleared.map((id) => `-${id}`)].join(
    " ",
  );
}

process.exitCode = await main(Number(process.argv[2] ?? "10000"));
