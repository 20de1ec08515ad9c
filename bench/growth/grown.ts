import { join } from "node:path";
import { measureCommands, spreadOf, type Spread } from "../measure.ts";
import { logChart } from "../suite/chart.ts";
import { kindsIn, type Kind } from "./kinds.ts";

const PYWARD = join(import.meta.dirname, "../../packages/pyward/bin/pyward.js");
/** A doubling whose share without the start is below this many seconds says more of the clock than of the program. */
const LEAST = 0.02;

/** What a size cost. */
interface Point {
  readonly size: number;
  /** Seconds. */
  readonly cpu: Spread;
  /** What one doubling multiplied the cost by since the size before; null of the first. */
  readonly doubled: number | null;
  /** The same without what the smallest size costs; null where that is too little to tell. */
  readonly bare: number | null;
}

/** One kind of work over its sizes. */
export interface Growth extends Pick<Kind, "name" | "unit"> {
  readonly points: readonly Point[];
  /** The most that one doubling multiplied the cost by. */
  readonly worst: number;
}

/** Every kind of work over its sizes, laid out below the folder: CPU time of whole cold processes of the npm bundle, medians. */
export async function measureGrowth(folder: string, runs: number): Promise<readonly Growth[]> {
  const kinds = await kindsIn(folder);
  return kinds.map((kind) => {
    const points = pointsOf(kind, costsOf(kind, folder, runs));
    return {
      name: kind.name,
      unit: kind.unit,
      points,
      worst: Math.max(...points.map(({ doubled }) => doubled ?? 0)),
    };
  });
}

function costsOf(kind: Kind, folder: string, runs: number): readonly Spread[] {
  const home = join(folder, "home");
  const environment = { HOME: home, XDG_CACHE_HOME: home, PYWARD_HOME: home, NO_COLOR: "1" };
  const commands = kind.steps.map(({ size, argv }) => ({
    name: String(size),
    argv: [process.execPath, PYWARD, "audit", ...argv],
    environment,
  }));
  const figures = measureCommands(commands, runs, 12);
  return commands.map(({ name }) => spreadOf((figures[name] ?? []).map(({ cpu }) => cpu)));
}

function pointsOf({ steps }: Kind, costs: readonly Spread[]): readonly Point[] {
  const floor = costs[0]?.median ?? 0;
  return steps.flatMap(({ size }, at): readonly Point[] => {
    const [cpu, before] = [costs[at], costs[at - 1]];
    if (cpu === undefined) return [];
    if (before === undefined) return [{ size, cpu, doubled: null, bare: null }];
    const doublings = Math.log2(size / (steps[at - 1]?.size ?? size));
    const [more, less] = [cpu.median - floor, before.median - floor];
    const doubled = (cpu.median / before.median) ** (1 / doublings);
    return [{ size, cpu, doubled, bare: less < LEAST ? null : (more / less) ** (1 / doublings) }];
  });
}

/** File name → SVG: a chart for each unit. */
export function growthCharts(grown: readonly Growth[]): ReadonlyMap<string, string> {
  const charts = new Map<string, string>();
  for (const [unit, kinds] of Map.groupBy(grown, (one) => one.unit)) {
    const series = kinds.map(({ name, points }) => ({
      name,
      points: points.map(({ size, cpu }) => ({ x: size, y: cpu.median })),
    }));
    const axes = { title: `CPU time over ${unit}`, x: unit, y: "seconds" };
    charts.set(`growth-${unit}.svg`, logChart([...series, ...doubling(series)], axes));
  }
  return charts;
}

/** What would double with every doubling, from the first point on. */
function doubling(series: Parameters<typeof logChart>[0]): Parameters<typeof logChart>[0] {
  const [first, last] = [series[0]?.points[0], series[0]?.points.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    {
      name: "doubled with the work",
      isDashed: true,
      points: [first, { x: last.x, y: (first.y * last.x) / first.x }],
    },
  ];
}
