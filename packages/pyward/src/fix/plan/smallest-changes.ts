import type { PackageName } from "../../python/index.ts";
import type { Pin } from "../../resolve/request.ts";
import { blameFor } from "./blame.ts";
import { cheapest, type Attempt, type Budget, type Cheapest, type Outcome } from "./cheapest.ts";
import { addEfforts, effortOf, NO_EFFORT, WIDENED, type Effort } from "./effort.ts";
import type { Clearing, Keeps } from "./least-left.ts";
import type { Puzzle } from "./puzzle.ts";
import { refusalsOf, solve } from "./solve.ts";

/** What moves how far, and which ranges of the project are given up for it. */
interface Moves {
  readonly keeps: Keeps;
  readonly positions: ReadonlyMap<PackageName, number>;
  readonly widened: ReadonlySet<PackageName>;
}

/** Versions that clear as much as the clearings do, by the smallest set of changes. */
export function smallestChanges(
  puzzle: Puzzle,
  clearings: readonly Clearing[],
  budget: Budget,
): Promise<Cheapest<readonly Pin[]>> {
  const attempt = async (moves: Moves): Promise<Outcome<Moves, readonly Pin[]>> => {
    const resolution = await solve(puzzle, moves);
    switch (resolution.kind) {
      case "resolved":
        return { kind: "found", found: resolution.pins };
      case "conflict": {
        const { positions, ranges } = blameFor(resolution, puzzle.roots, refusalsOf(puzzle, moves));
        const farther = [...positions].map(([name, position]) => withMove(moves, name, position));
        const wider = [...ranges].filter((name) => isRange(puzzle, name) && !moves.widened.has(name));
        const all = [...farther, ...wider.map((name) => withoutRange(moves, name))];
        ahead(puzzle, positions);
        return { kind: "onwards", attempts: all.map((one) => attemptOf(puzzle, one)) };
      }
      case "failed":
        return { kind: "failed", reason: `${resolution.name}: ${resolution.reason}` };
      case "limit-exceeded":
        return { kind: "onwards", attempts: [] };
      default:
        return resolution satisfies never;
    }
  };
  const starts = clearings.map(({ keeps }) =>
    attemptOf(puzzle, { keeps, positions: new Map(), widened: new Set<PackageName>() }),
  );
  return cheapest(starts, { attempt, budget, most: 1 });
}

function withMove(moves: Moves, name: PackageName, position: number): Moves {
  return { ...moves, positions: new Map([...moves.positions, [name, position]]) };
}

function withoutRange(moves: Moves, name: PackageName): Moves {
  return { ...moves, widened: new Set([...moves.widened, name]) };
}

function isRange({ roots }: Puzzle, name: PackageName): boolean {
  return roots.some(({ requirement, isLoose }) => requirement.name === name && !isLoose);
}

/** What will be looked at next, if this is not enough. */
const AHEAD = 8;

/** The next places of what may have to move: an index answers for eight as fast as for one. */
function ahead({ packages }: Puzzle, positions: ReadonlyMap<PackageName, number>): void {
  const candidates = [...positions].flatMap(([name, position]) =>
    [...(packages.domains.get(name)?.standings.values() ?? [])]
      .filter((one) => one.position >= position && one.position < position + AHEAD)
      .map(({ version }) => ({ name, version })),
  );
  packages.prefetch?.({ names: [], candidates });
}

function attemptOf(puzzle: Puzzle, moves: Moves): Attempt<Moves> {
  const positions = [...moves.positions].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const keeps = [...moves.keeps].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const efforts = [
    ...positions.map(([name, position]) => effortOfMove(puzzle, name, position)),
    ...Array.from(moves.widened, () => WIDENED),
  ];
  return {
    key: JSON.stringify([keeps, positions, [...moves.widened].toSorted()]),
    effort: efforts.reduce(addEfforts, NO_EFFORT),
    what: moves,
  };
}

function effortOfMove({ packages }: Puzzle, name: PackageName, position: number): Effort {
  const domain = packages.domains.get(name);
  const standing = [...(domain?.standings.values() ?? [])].find((one) => one.position === position);
  const isDirect = domain?.current?.isDirect === true;
  return effortOf({ jump: standing?.jump ?? "added", isDirect, position });
}
