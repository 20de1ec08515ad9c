import type { PackageName } from "../../python/index.ts";
import type { Pin } from "../../resolve/request.ts";
import { blameFor } from "./blame.ts";
import { cheapest, type Attempt, type Budget, type Cheapest, type Outcome } from "./cheapest.ts";
import type { Puzzle } from "./puzzle.ts";
import { refusalsOf, solve, type Leeway } from "./solve.ts";

/** How many chosen findings each package keeps; those that are not here keep none. */
export type Keeps = ReadonlyMap<PackageName, number>;

/** One way to clear as much as can be, and versions that do it. */
export interface Clearing {
  readonly keeps: Keeps;
  readonly pins: readonly Pin[];
}

/** More ways that leave as many findings are not compared. */
const MOST_WAYS = 16;

/** The ways that leave fewest of the chosen findings, whatever else has to change for them. */
export function leastLeft(puzzle: Puzzle, budget: Budget): Promise<Cheapest<Clearing>> {
  const attempt = async (keeps: Keeps): Promise<Outcome<Keeps, Clearing>> => {
    const leeway = everythingFor(keeps);
    const resolution = await solve(puzzle, leeway);
    switch (resolution.kind) {
      case "resolved":
        return { kind: "found", found: { keeps, pins: resolution.pins } };
      case "conflict": {
        const blame = blameFor(resolution, puzzle.roots, refusalsOf(puzzle, leeway));
        const more = [...blame.keeps].map(([name, count]) => attemptOf(new Map([...keeps, [name, count]])));
        return { kind: "onwards", attempts: more };
      }
      case "failed":
        return { kind: "failed", reason: `${resolution.name}: ${resolution.reason}` };
      case "limit-exceeded":
        return { kind: "onwards", attempts: [] };
      default:
        return resolution satisfies never;
    }
  };
  return cheapest([attemptOf(new Map())], { attempt, budget, most: MOST_WAYS });
}

/** All may move, and every range of the project be widened. */
export function everythingFor(keeps: Leeway["keeps"]): Leeway {
  return { positions: "everywhere", widened: "all", keeps };
}

function attemptOf(keeps: Keeps): Attempt<Keeps> {
  const sorted = [...keeps].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    key: JSON.stringify(sorted),
    effort: [sorted.reduce((sum, [, count]) => sum + count, 0)],
    what: keeps,
  };
}
