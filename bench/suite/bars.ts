import type { Growth } from "../growth/grown.ts";
import { ratioOf, type Run, type Spread } from "../measure.ts";
import type { Figure } from "./figures.ts";

/** A promise about two figures of one run. */
export interface Bar {
  readonly claim: string;
  /** With the least and the most of the rounds. */
  readonly value: Spread | null;
  readonly relation: "at most" | "at least";
  readonly bound: number;
}

const NPM = "pyward (npm)";
const ALONE = "pyward (standalone)";

/** The bars of docs/performance.md, on what was measured; a value of null: one of the two figures is not there. */
export function barsOf(figures: readonly Figure[]): readonly Bar[] {
  // Ours as it is every day: what the last run left is there.
  const get = (tool: string, work: string, input = "requirements.txt"): Figure | null =>
    figures.find(
      (one) => one.tool === tool && one.work === work && one.input === input && one.state !== "cold",
    ) ?? null;
  const node = get("an empty Node process", "nothing", "");
  const engine = get("an empty executable", "nothing", "");
  const uv = (work: string): Figure | null => get("uv audit", work, "uv.lock");
  const pysentry = (work: string): Figure | null => get("pysentry", work);
  const cpu = (a: Figure | null, b: Figure | null): Spread | null => ratio(a, b, "cpu");
  const wall = (a: Figure | null, b: Figure | null): Spread | null => ratio(a, b, "wall");
  return [
    atMost("4 pins, standalone: wall / uv audit warm", wall(get(ALONE, "seed-old"), uv("seed-old")), 1),
    atMost("494 pins, standalone: CPU / an empty executable", cpu(get(ALONE, "w500"), engine), 5),
    atLeast(
      "494 pins: uv audit warm / standalone, wall",
      wall(uv("w500"), get(ALONE, "w500", "uv.lock")),
      1.5,
    ),
    atLeast("494 pins: pysentry warm / standalone, wall", wall(pysentry("w500"), get(ALONE, "w500")), 4),
    atMost("494 pins, npm, requirements.txt: CPU / an empty Node process", cpu(get(NPM, "w500"), node), 2.4),
    atMost("494 pins, npm, uv.lock: CPU / an empty Node process", cpu(get(NPM, "w500", "uv.lock"), node), 3),
    atMost("494 pins, npm: peak MB", get(NPM, "w500")?.memory ?? null, 90),
    atMost("5,000 pins, npm: CPU / 494 pins", cpu(get(NPM, "w5000"), get(NPM, "w500")), 2.5),
    atMost(
      "5,000 pins, npm, uv.lock: wall / uv audit warm",
      wall(get(NPM, "w5000", "uv.lock"), uv("w5000")),
      1,
    ),
    atLeast(
      "5,000 pins: uv audit warm / standalone, wall",
      wall(uv("w5000"), get(ALONE, "w5000", "uv.lock")),
      1.5,
    ),
    atMost("5,000 pins, standalone: peak MB", get(ALONE, "w5000")?.memory ?? null, 120),
    atLeast(
      "environment of 215: pip-audit / npm, wall",
      wall(get("pip-audit", "environment", "site-packages"), get(NPM, "environment", "site-packages")),
      10,
    ),
    atLeast(
      "environment of 215: osv-scanner / npm, wall",
      wall(get("osv-scanner", "environment", "site-packages"), get(NPM, "environment", "site-packages")),
      5,
    ),
    atMost(
      "200 projects, npm: CPU / one of the same size",
      cpu(get(NPM, "monorepo", "200 × requirements.txt"), get(NPM, "w5000")),
      4,
    ),
  ];
}

/** Doubling the work never more than doubles the cost. */
export function growthBars(grown: readonly Growth[]): readonly Bar[] {
  return grown.map(({ name, worst }) =>
    atMost(`doubled ${name}: CPU, the worst doubling`, { least: worst, median: worst, most: worst }, 2),
  );
}

function atMost(claim: string, value: Spread | null, bound: number): Bar {
  return { claim, value, relation: "at most", bound };
}

function atLeast(claim: string, value: Spread | null, bound: number): Bar {
  return { claim, value, relation: "at least", bound };
}

export function holds({ value, relation, bound }: Bar): boolean {
  if (value === null) return false;
  return relation === "at most" ? value.median <= bound : value.median >= bound;
}

function ratio(a: Figure | null, b: Figure | null, figure: "wall" | "cpu"): Spread | null {
  if (a === null || b === null) return null;
  const of = ({ runs }: Figure): readonly number[] => runs.map((run: Run) => run[figure]);
  return ratioOf(of(a), of(b));
}
