import type { PackageName } from "../../python/index.ts";
import type { Resolution } from "../../resolve/request.ts";
import type { Budget } from "./cheapest.ts";
import { textOf, type Standing } from "./domain.ts";
import { keyOf, type Moves } from "./moves.ts";
import { pinsIn, type Puzzle } from "./puzzle.ts";
import { solve } from "./solve.ts";

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

  /** Of one after another: an answer with a package as near as can be has it as near as in any. */
  private async find({ moves, resolution }: Tried): Promise<ReadonlyMap<PackageName, number>> {
    const floors = new Map<PackageName, number>();
    if (resolution.kind !== "resolved") return floors;
    for (const name of moves.positions.keys()) {
      const version = pinsIn(await this.solve({ ...moves, foremost: name }))?.get(name);
      const text = version === undefined ? null : textOf(version);
      const standing = this.standings(name).find((one) => textOf(one.version) === text);
      floors.set(name, standing?.position ?? 0);
    }
    return floors;
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
