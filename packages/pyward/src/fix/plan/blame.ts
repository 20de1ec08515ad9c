import type { PackageName } from "../../python/index.ts";
import { factsOf } from "../../resolve/incompatibility.ts";
import { baseOf } from "../../resolve/priorities.ts";
import type { Conflict } from "../../resolve/request.ts";
import type { Root } from "./puzzle.ts";
import type { RefusalOf } from "./solve.ts";

/** All that a conflict rests on and that might be given up. As long as none of it is, the conflict stands. */
export interface Blame {
  /** Package → the places that were refused because they are too far, ascending. */
  readonly positions: ReadonlyMap<PackageName, readonly number[]>;
  /** Package → the fewest findings that a version keeps which was refused because it keeps some. */
  readonly keeps: ReadonlyMap<PackageName, number>;
  /** Packages whose ranges in the project it rests on. */
  readonly ranges: ReadonlySet<PackageName>;
}

/**
 * The facts at the leaves of a conflict's derivation. One that says that a package has no version in a set rests on
 * each refusal of one in the set: a version outside of the set changes nothing about it.
 */
export function blameFor(
  { conflict, candidates }: Conflict,
  roots: readonly Root[],
  refusalOf: RefusalOf,
): Blame {
  const positions = new Map<PackageName, Set<number>>();
  const keeps = new Map<PackageName, number>();
  const ranges = new Set<PackageName>();
  const known = [...candidates.keys(), ...roots.map(({ requirement }) => requirement.name)];
  const names = new Map<string, PackageName>(known.map((name) => [name, name]));
  for (const { cause, terms } of factsOf(conflict)) {
    if (cause.kind === "dependency" && cause.of === "") {
      const name = names.get(baseOf(cause.on));
      if (name !== undefined) ranges.add(name);
    }
    if (cause.kind !== "no-versions") continue;
    const name = names.get(baseOf([...terms.keys()][0] ?? ""));
    if (name === undefined) continue;
    for (const { version, exclusion } of cause.excluded) {
      const refusal = exclusion.kind === "forbidden" ? refusalOf(name, version) : null;
      if (refusal?.kind === "position") put(positions, name, refusal.position);
      if (refusal?.kind === "keeps") lower(keeps, name, refusal.keeps);
    }
  }
  const sorted = [...positions].map(([name, all]): [PackageName, readonly number[]] => [
    name,
    [...all].toSorted((a, b) => a - b),
  ]);
  return { positions: new Map(sorted), keeps, ranges };
}

function put(found: Map<PackageName, Set<number>>, name: PackageName, position: number): void {
  const known = found.get(name);
  if (known === undefined) found.set(name, new Set([position]));
  else known.add(position);
}

function lower(found: Map<PackageName, number>, name: PackageName, value: number): void {
  found.set(name, Math.min(found.get(name) ?? value, value));
}
