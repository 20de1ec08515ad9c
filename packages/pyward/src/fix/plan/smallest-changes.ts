import type { PackageName } from "../../python/index.ts";
import type { Conflict, Pin } from "../../resolve/request.ts";
import { factsOf } from "../../resolve/incompatibility.ts";
import { blameFor } from "./blame.ts";
import { cheapest, type Attempt, type Budget, type Cheapest, type Outcome } from "./cheapest.ts";
import { addEfforts, effortOf, NO_EFFORT, WIDENED, type Effort } from "./effort.ts";
import { Floors } from "./floors.ts";
import type { Clearing } from "./least-left.ts";
import { keyOf, type Moves } from "./moves.ts";
import type { Puzzle } from "./puzzle.ts";
import { refusalsOf, solve } from "./solve.ts";
import { usefulPosition } from "./useful-position.ts";

/** Versions that clear as much as the clearings do, by the smallest set of changes. */
export function smallestChanges(
  puzzle: Puzzle,
  clearings: readonly Clearing[],
  budget: Budget,
): Promise<Cheapest<readonly Pin[]>> {
  const floors = new Floors(puzzle, budget);
  const attempt = async (moves: Moves): Promise<Outcome<Moves, readonly Pin[]>> => {
    const resolution = await solve(puzzle, moves);
    switch (resolution.kind) {
      case "resolved":
        return { kind: "found", found: resolution.pins };
      case "conflict": {
        const next = await onwards(puzzle, { moves, conflict: resolution }, floors);
        return { kind: "onwards", attempts: next.map((one) => attemptOf(puzzle, one)) };
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

interface Failed {
  readonly moves: Moves;
  readonly conflict: Conflict;
}

/**
 * What has to change about moves that fail. What would not do if all that moves went as far as it likes needs something else to move: so packages
 * are not led through their releases one by one, and against each other, in vain.
 */
async function onwards(puzzle: Puzzle, failed: Failed, floors: Floors): Promise<readonly Moves[]> {
  const { moves } = failed;
  const free = await floors.freely(moves);
  if (free?.resolution.kind === "conflict")
    return steps(puzzle, moves, { moves: free.moves, conflict: free.resolution });
  const raised = free?.resolution.kind === "resolved" ? await floors.raised(moves) : null;
  return raised === null ? steps(puzzle, moves, failed) : [raised];
}

/** A step more of one thing that the conflict of moves which go as far or farther rests on. */
async function steps(puzzle: Puzzle, from: Moves, { moves, conflict }: Failed): Promise<readonly Moves[]> {
  const refusal = refusalsOf(puzzle, moves);
  const { positions, ranges } = blameFor(conflict, puzzle.roots, refusal);
  const stuck = { facts: factsOf(conflict.conflict), refusal };
  const found: Moves[] = [];
  for (const [name, places] of positions) {
    const position = await usefulPosition(puzzle, { ...stuck, name }, places);
    if (position !== null) found.push(withMove(from, name, position));
  }
  const wider = [...ranges].filter((name) => isRange(puzzle, name) && !from.widened.has(name));
  return [...found, ...wider.map((name) => withoutRange(from, name))];
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

function attemptOf(puzzle: Puzzle, moves: Moves): Attempt<Moves> {
  const efforts = [
    ...Array.from(moves.positions, ([name, position]) => effortOfMove(puzzle, name, position)),
    ...Array.from(moves.widened, () => WIDENED),
  ];
  return {
    key: keyOf(moves),
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
