import type { ProjectDependency, ProjectGraph } from "./merge-sources.ts";

/** How many paths are kept for one dependency. */
const KEPT = 5;
/** Longer ways are not followed: a chain of 100,000 packages would have as many paths of as many steps. */
export const MAX_PATH_LENGTH = 100;
/** Beyond this, the count of paths is "at least". */
export const MAX_COUNTED_PATHS = 9_999;

/** The ways by which a dependency comes in. */
export interface Paths {
  /**
   * Package names, from a direct dependency to this one; the shortest first, at most five. None where all are longer than
   * `MAX_PATH_LENGTH`.
   */
  readonly paths: readonly (readonly string[])[];
  /** How many there are when cycles are cut; at most `MAX_COUNTED_PATHS`. */
  readonly total: number;
}

interface Step {
  readonly ref: string;
  readonly name: string;
  readonly previous: Step | null;
  /** How many packages the way has so far. */
  readonly length: number;
}

/** Paths to every dependency of a project, by ref: breadth first, so the shortest come first. */
export function findPaths(graph: ProjectGraph): ReadonlyMap<string, Paths> {
  if (graph.needs.size === 0) return new Map(graph.dependencies.map((one) => [one.ref, alone(one)]));
  const names = new Map(graph.dependencies.map(({ ref, name }) => [ref, name]));
  const found = new Map<string, Step[]>();
  const queue: Step[] = [];
  const visit = (step: Step): void => {
    const known = found.get(step.ref) ?? [];
    if (known.length >= KEPT) return;
    known.push(step);
    found.set(step.ref, known);
    queue.push(step);
  };
  for (const { ref, name } of graph.dependencies.filter(isRoot))
    visit({ ref, name, previous: null, length: 1 });
  for (let at = 0; at < queue.length; at++) {
    const step = queue[at];
    if (step === undefined) break;
    if (step.length === MAX_PATH_LENGTH) continue;
    for (const ref of graph.needs.get(step.ref) ?? []) {
      if (!passes(step, ref))
        visit({ ref, name: names.get(ref) ?? ref, previous: step, length: step.length + 1 });
    }
  }
  const totals = countPaths(graph);
  return new Map(
    graph.dependencies.map(({ ref }) => {
      const paths = (found.get(ref) ?? []).map(unroll);
      return [ref, { paths, total: Math.max(paths.length, totals.get(ref) ?? 0) }];
    }),
  );
}

/** The paths to a dependency that nothing needs. */
function alone(dependency: ProjectDependency): Paths {
  return isRoot(dependency) ? { paths: [[dependency.name]], total: 1 } : { paths: [], total: 0 };
}

/** Paths begin at what the project asks for; its own code asks, it is not asked for. */
function isRoot(dependency: ProjectDependency): boolean {
  return dependency.direct && dependency.own === null;
}

function passes(step: Step, ref: string): boolean {
  for (let at: Step | null = step; at !== null; at = at.previous) if (at.ref === ref) return true;
  return false;
}

function unroll(step: Step): string[] {
  const names: string[] = [];
  for (let at: Step | null = step; at !== null; at = at.previous) names.unshift(at.name);
  return names;
}

/** Counts in the order of a depth-first walk, leaving out the edges that close a cycle. */
function countPaths(graph: ProjectGraph): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  const forward = forwardOrder(graph);
  const place = new Map(forward.map((ref, at) => [ref, at]));
  const roots = new Set(graph.dependencies.filter(isRoot).map(({ ref }) => ref));
  for (const ref of forward) {
    const total = Math.min(MAX_COUNTED_PATHS, (totals.get(ref) ?? 0) + (roots.has(ref) ? 1 : 0));
    totals.set(ref, total);
    for (const next of graph.needs.get(ref) ?? []) {
      if ((place.get(next) ?? -1) <= (place.get(ref) ?? 0)) continue;
      totals.set(next, Math.min(MAX_COUNTED_PATHS, (totals.get(next) ?? 0) + total));
    }
  }
  return totals;
}

/** Reverse post-order: every edge that closes no cycle runs forward in it. Own stack, for deep graphs. */
function forwardOrder(graph: ProjectGraph): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const { ref } of graph.dependencies) {
    if (seen.has(ref)) continue;
    seen.add(ref);
    const stack = [{ ref, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const needed = graph.needs.get(top.ref) ?? [];
      const child = needed[top.next++];
      if (child === undefined) {
        order.push(top.ref);
        stack.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ ref: child, next: 0 });
      }
    }
  }
  return order.toReversed();
}
