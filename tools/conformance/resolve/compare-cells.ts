/**
 * Real projects as an audit resolves them where no target is declared, in three ways: for the newest and the oldest maintained Python (`two`), for all of them
 * (`all`), each on three platforms, and for every environment at once (`universal`). Ends with 1 where the universal answer has a version that `all` lacks, and
 * nothing explains it.
 *
 *   node tools/conformance/resolve/compare-cells.ts [--offline] [NAME…]
 *
 * KEPT names a folder in which pages of the index stay; `--offline` asks for no others, and leaves out what needs them.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMarker, evaluateMarker, formatVersion } from "../../../packages/pyward/src/python/index.ts";
import {
  resolveForCells,
  type GuardedPin,
  type TargetCell,
} from "../../../packages/pyward/src/resolve/resolve-for-cells.ts";
import { resolveUniversal } from "../../../packages/pyward/src/resolve/universal/resolve-universal.ts";
import { cellOf } from "../../../packages/pyward/src/unpinned/cells.ts";
import { openedFor } from "./our-resolver.ts";
import { BEFORE, PROJECTS, type AskedProject } from "./projects-list.ts";

const PYTHONS = ["3.14", "3.13", "3.12", "3.11", "3.10"];

const cellsOf = (pythons: readonly string[]): readonly TargetCell[] =>
  pythons.flatMap((python) => ["linux", "macos", "windows"].map((platform) => cellOf(python, platform)));

const ALL = cellsOf(PYTHONS);

const IS_OFFLINE = process.argv.includes("--offline");
const CACHE = join(process.env["KEPT"] ?? mkdtempSync(join(tmpdir(), "pyward-cells-")), "ours");

/** Which an audit does not look for: a Python that has not its newest patch level (a cell's), and PyPy. */
const UNUSUAL = [
  ...cellsOf(PYTHONS.flatMap((python) => Array.from({ length: 20 }, (_, patch) => `${python}.${patch}`))),
  ...ALL.map((cell) => ({
    ...cell,
    environment: {
      ...cell.environment,
      implementation_name: "pypy",
      platform_python_implementation: "PyPy",
    },
  })),
];

async function main(names: readonly string[]): Promise<void> {
  const totals = {
    two: 0,
    all: 0,
    universal: 0,
    missed: 0,
    elsewhere: 0,
    onlyUniversal: 0,
    projects: 0,
    unexplained: 0,
  };
  for (const project of PROJECTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const two = await timed(() => byCells(project, cellsOf(["3.14", "3.10"])));
    const all = await timed(() => byCells(project, ALL));
    const universal = await timed(() => universally(project));
    if (two.pins === null || all.pins === null || universal.pins === null) {
      console.log(
        `${project.name}: no answer: ${[two, all, universal].map(({ pins }) => pins?.length ?? "none").join(", ")}`,
      );
      continue;
    }
    const [ofTwo, ofAll, ofUniversal] = [two, all, universal].map(({ pins }) => versions(pins ?? []));
    const missed = without(ofAll, ofTwo);
    const onlyUniversal = without(ofUniversal, ofAll);
    const holds = (pin: string, cells: readonly TargetCell[]): boolean =>
      holdsIn(cells, universal.pins ?? [], pin);
    const elsewhere = onlyUniversal.filter((pin) => !holds(pin, ALL));
    totals.projects++;
    totals.two += two.time;
    totals.all += all.time;
    totals.universal += universal.time;
    totals.missed += missed.length;
    totals.onlyUniversal += onlyUniversal.length;
    totals.elsewhere += elsewhere.length;
    totals.unexplained += onlyUniversal.filter((pin) => holds(pin, ALL) || !holds(pin, UNUSUAL)).length;
    console.log(
      `${project.name}: ${ofAll?.size} versions; ${two.time.toFixed(0)}, ${all.time.toFixed(0)}, ${universal.time.toFixed(0)} ms` +
        `\n  two miss: ${missed.join(" ")}\n  universal has besides: ${onlyUniversal.join(" ")}; of these for no cell: ${elsewhere.join(" ")}` +
        `\n  universal lacks: ${without(ofAll, ofUniversal).join(" ")}`,
    );
  }
  const { two, all, universal, ...counts } = totals;
  const times = [two, all, universal].map((time) => `${(time / 1000).toFixed(1)} s`).join(", ");
  console.log(
    `${counts.projects} projects: two Pythons miss ${counts.missed} versions of what all five have; universal has ${counts.onlyUniversal} besides, ${counts.elsewhere} of them for no maintained Python on a usual machine, ${counts.unexplained} unexplained; ${times}`,
  );
  process.exitCode = counts.unexplained === 0 && counts.projects > 0 ? 0 : 1;
}

interface Answer {
  readonly pins: readonly GuardedPin[] | null;
}

async function timed(run: () => Promise<Answer>): Promise<Answer & { readonly time: number }> {
  const started = performance.now();
  const answer = await run();
  return { ...answer, time: performance.now() - started };
}

const asked = ({ ask }: AskedProject) =>
  openedFor({
    ...{ ask, before: BEFORE, cache: CACHE, indexUrl: null },
    ...(IS_OFFLINE ? { isOffline: true as const } : {}),
  });

async function byCells(project: AskedProject, cells: readonly TargetCell[]): Promise<Answer> {
  const { metadata, ...request } = asked(project);
  const found = await resolveForCells({ ...request, maxRounds: 20_000 }, cells, metadata);
  return { pins: found.kind === "resolved" ? found.pins : null };
}

async function universally(project: AskedProject): Promise<Answer> {
  const { metadata, ...request } = asked(project);
  const found = await resolveUniversal(
    { ...request, requiresPython: ">=3.10", platforms: null, maxRounds: 20_000 },
    metadata,
  );
  return { pins: found.kind === "resolved" ? found.pins : null };
}

function textOf({ name, version }: GuardedPin): string {
  return `${name}==${version === null ? "?" : formatVersion(version)}`;
}

function versions(pins: readonly GuardedPin[]): ReadonlySet<string> {
  return new Set(pins.map(textOf));
}

function without(
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): readonly string[] {
  return [...(one ?? [])].filter((pin) => other?.has(pin) !== true).toSorted();
}

function holdsIn(cells: readonly TargetCell[], pins: readonly GuardedPin[], wanted: string): boolean {
  return pins.some((pin) => {
    const marker = pin.marker === null ? null : parseMarker(pin.marker);
    if (textOf(pin) !== wanted) return false;
    return (
      marker === null ||
      (marker.ok && cells.some(({ environment }) => evaluateMarker(marker.value, environment) === true))
    );
  });
}

await main(process.argv.slice(2).filter((word) => !word.startsWith("-")));
process.exit();
