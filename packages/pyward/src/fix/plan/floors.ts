import type { PackageName, Version } from "../../python/index.ts";
import type { Resolution } from "../../resolve/request.ts";
import type { Budget } from "./cheapest.ts";
import { textOf, type Standing } from "./domain.ts";
import type { Keeps } from "./least-left.ts";
import { pinsIn, type Puzzle } from "./puzzle.ts";
import { solve } from "./solve.ts";

/** What moves how far, and which ranges of the project are given up for it. */
export interface Moves {
  readonly keeps: Keeps;
  readonly positions: ReadonlyMap<PackageName, number>;
  readonly widened: ReadonlySet<PackageName>;
  /** What is not there yet may come at will. */
  readonly mayCome?: true;
}

/** Moves, and what comes of them. */
interface Tried {
  readonly moves: Moves;
  readonly resolution: Resolution;
}

/** How far packages have to go at least where those of a set move and no others. Each set is looked into once. */
export class Floors {
  private readonly puzzle: Puzzle;
  private readonly budget: Budget;
  private readonly tried = new Map<string, Promise<Tried>>();
  private readonly floors = new Map<string, Promise<ReadonlyMap<PackageName, number>>>();

  constructor(puzzle: Puzzle, budget: Budget) {
    this.puzzle = puzzle;
    this.budget = budget;
  }

  /** The moves where all that moves goes as far as it likes, if not down, and whatever is needed comes; null: nothing moves. */
  async freely(moves: Moves): Promise<Tried | null> {
    if (moves.positions.size === 0) return null;
    const positions = [...moves.positions].map(([name, position]): [PackageName, number] => [
      name,
      Math.max(position, farthest(this.standings(name))),
    ]);
    const freed = { ...moves, positions: new Map(positions), mayCome: true as const };
    const key = keyOf(freed);
    const tried =
      this.tried.get(key) ?? this.solve(freed).then((resolution) => ({ moves: freed, resolution }));
    this.tried.set(key, tried);
    return tried;
  }

  /** The moves with each package at least as far as it has to go wherever the others do; null: they are. */
  async raised(moves: Moves): Promise<Moves | null> {
    const free = await this.freely(moves);
    if (free === null) return null;
    const key = keyOf(free.moves);
    const found = this.floors.get(key) ?? this.find(free);
    this.floors.set(key, found);
    const floors = await found;
    const positions = new Map(
      [...moves.positions].map(([name, position]) => [name, Math.max(position, floors.get(name) ?? 0)]),
    );
    const isHigher = [...positions].some(([name, position]) => position > (moves.positions.get(name) ?? 0));
    return isHigher ? { ...moves, positions } : null;
  }

  private async find({ moves, resolution }: Tried): Promise<ReadonlyMap<PackageName, number>> {
    const floors = new Map<PackageName, number>();
    const pins = pinsIn(resolution);
    for (const name of moves.positions.keys()) {
      const version = pins?.get(name);
      if (version !== undefined) floors.set(name, await this.nearest(moves, name, version));
    }
    return floors;
  }

  /** The nearest position of the package with which there is an answer. To be let go farther never takes one away. */
  private async nearest(moves: Moves, name: PackageName, version: Version): Promise<number> {
    const standings = this.standings(name);
    const places = [...standings].map(({ position }) => position);
    let low = 0;
    let high = [...standings].findIndex((one) => textOf(one.version) === textOf(version));
    while (low < high) {
      const middle = (low + high) >> 1;
      const positions = new Map([...moves.positions, [name, places[middle] ?? 0]]);
      const { kind } = await this.solve({ ...moves, positions });
      if (kind === "resolved") high = middle;
      else low = middle + 1;
    }
    return places[high] ?? 0;
  }

  private standings(name: PackageName): readonly Standing[] {
    const all = this.puzzle.packages.domains.get(name)?.standings.values() ?? [];
    return [...all].toSorted((a, b) => a.position - b.position);
  }

  private solve(moves: Moves): Promise<Resolution> {
    this.budget.left--;
    return solve(this.puzzle, moves);
  }
}

function farthest(standings: readonly Standing[]): number {
  return standings.findLast(({ jump }) => jump !== "downgrade")?.position ?? 0;
}

function keyOf({ keeps, positions, widened }: Moves): string {
  return JSON.stringify([[...keeps].toSorted(), [...positions].toSorted(), [...widened].toSorted()]);
}
