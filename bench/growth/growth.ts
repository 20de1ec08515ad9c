/**
 * `node bench/growth/growth.ts [RUNS] [--output FOLDER]`: what it costs to audit twice as much: pins, projects, files of one project, advisories.
 *
 * CPU time of whole cold processes of the npm bundle, medians. "Doubled": what one doubling multiplies the cost by, over all, and without what
 * an audit of the smallest size costs, which shows what grows faster than the work before the whole does. Ends with 1 where a doubling more than doubles the cost.
 * `--output`: a chart of each, as SVG.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureCommands, spreadOf, spreadText, type Spread } from "../measure.ts";
import { logChart } from "../suite/chart.ts";
import { kindsIn, type Kind } from "./kinds.ts";

const PYWARD = join(import.meta.dirname, "../../packages/pyward/bin/pyward.js");
/** A doubling whose share without the start is below this many seconds says more of the clock than of the program. */
const LEAST = 0.02;

interface Point {
  readonly size: number;
  /** Seconds. */
  readonly cpu: Spread;
}

interface Growth {
  readonly kind: Kind;
  readonly points: readonly Point[];
}

async function main(runs: number, output: string | undefined): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-growth-"));
  try {
    const kinds = await kindsIn(folder);
    const grown = kinds.map((kind) => ({ kind, points: measured(kind, folder, runs) }));
    const worst = grown.map(print);
    if (output !== undefined) writeCharts(grown, output);
    return worst.every((factor) => factor <= 2) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(kind: Kind, folder: string, runs: number): readonly Point[] {
  const home = join(folder, "home");
  const environment = { HOME: home, XDG_CACHE_HOME: home, PYWARD_HOME: home, NO_COLOR: "1" };
  const figures = measureCommands(
    kind.steps.map(({ size, argv }) => ({
      name: String(size),
      argv: [process.execPath, PYWARD, "audit", ...argv],
      environment,
    })),
    runs,
    12,
  );
  return kind.steps.map(({ size }) => ({
    size,
    cpu: spreadOf((figures[String(size)] ?? []).map(({ cpu }) => cpu)),
  }));
}

/** The most that one doubling multiplied the cost by. */
function print({ kind, points }: Growth): number {
  console.log(kind.name);
  const [first] = points;
  const floor = first?.cpu.median ?? 0;
  const factors = points.flatMap(({ size, cpu }, at) => {
    const before = points[at - 1];
    if (before === undefined) {
      console.log(`  ${String(size).padStart(7)} ${kind.unit}: CPU ${spreadText(cpu, 3)} s`);
      return [];
    }
    const doublings = Math.log2(size / before.size);
    const factor = (cpu.median / before.cpu.median) ** (1 / doublings);
    const [more, less] = [cpu.median - floor, before.cpu.median - floor];
    const bare = less < LEAST ? "" : `, ${((more / less) ** (1 / doublings)).toFixed(2)} × without the start`;
    console.log(
      `  ${String(size).padStart(7)} ${kind.unit}: CPU ${spreadText(cpu, 3)} s, doubled: ${factor.toFixed(2)} ×${bare}`,
    );
    return [factor];
  });
  const worst = Math.max(...factors);
  console.log(
    `  ${worst <= 2 ? "holds " : "BROKEN"} a doubling at most doubles the cost: ${worst.toFixed(2)} ×`,
  );
  return worst;
}

function writeCharts(grown: readonly Growth[], output: string): void {
  mkdirSync(output, { recursive: true });
  for (const unit of new Set(grown.map(({ kind }) => kind.unit))) {
    const series = grown
      .filter(({ kind }) => kind.unit === unit)
      .map(({ kind, points }) => ({
        name: kind.name,
        points: points.map(({ size, cpu }) => ({ x: size, y: cpu.median })),
      }));
    const title = `CPU time over ${unit}`;
    writeFileSync(
      join(output, `growth-${unit}.svg`),
      logChart([...series, ...doubling(series)], { title, x: unit, y: "seconds" }),
    );
  }
}

/** What would double with every doubling, from the first point on. */
function doubling(series: Parameters<typeof logChart>[0]): Parameters<typeof logChart>[0] {
  const [first, last] = [series[0]?.points[0], series[0]?.points.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ name: "doubled with the work", points: [first, { x: last.x, y: (first.y * last.x) / first.x }] }];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: "string" } },
});
process.exitCode = await main(Number(positionals[0] ?? "5"), values.output);
