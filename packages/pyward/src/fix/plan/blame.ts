import type { PackageName } from "../../python/index.ts";
import type { Incompatibility } from "../../resolve/incompatibility.ts";
import { baseOf } from "../../resolve/priorities.ts";
import type { Conflict } from "../../resolve/request.ts";
import type { Root } from "./puzzle.ts";
import type { RefusalOf } from "./solve.ts";

/** All that a conflict rests on and that might be given up. As long as none of it is, the conflict stands. */
export interface Blame {
  /** Package → the nearest place that was refused because it is too far. */
  readonly positions: ReadonlyMap<PackageName, number>;
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
  const positions = new Map<PackageName, number>();
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
      if (refusal?.kind === "position") lower(positions, name, refusal.position);
      if (refusal?.kind === "keeps") lower(keeps, name, refusal.keeps);
    }
  }
  return { positions, keeps, ranges };
}

/** Without recursion: derivations grow deep, and share their parts. */
function factsOf(root: Incompatibility): readonly Incompatibility[] {
  const facts: Incompatibility[] = [];
  const seen = new Set([root]);
  const stack = [root];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { cause } = next;
    if (cause.kind !== "derived") {
      facts.push(next);
      continue;
    }
    for (const part of [cause.left, cause.right]) {
      if (seen.has(part)) continue;
      seen.add(part);
      stack.push(part);
    }
  }
  return facts;
}

function lower(found: Map<PackageName, number>, name: PackageName, value: number): void {
  found.set(name, Math.min(found.get(name) ?? value, value));
}
