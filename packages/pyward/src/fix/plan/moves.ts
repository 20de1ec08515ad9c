import type { PackageName } from "../../python/index.ts";
import type { Keeps } from "./least-left.ts";

/** What moves how far, and which ranges of the project are given up for it. */
export interface Moves {
  readonly keeps: Keeps;
  readonly positions: ReadonlyMap<PackageName, number>;
  readonly widened: ReadonlySet<PackageName>;
  /** What is not there yet may come at will. */
  readonly mayCome?: true;
  /** The package that has to be there, and goes no farther than in any answer. */
  readonly foremost?: PackageName;
}

/** The same for the same moves. */
export function keyOf({ keeps, positions, widened }: Moves): string {
  return JSON.stringify([inOrder(keeps), inOrder(positions), [...widened].toSorted()]);
}

/** By name. */
function inOrder(numbers: ReadonlyMap<PackageName, number>): readonly [PackageName, number][] {
  return [...numbers].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
