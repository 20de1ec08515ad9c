import type { Scope } from "../../model/index.ts";
import { both, either, isCovered, type Condition } from "../shared/condition.ts";
import type { Graph } from "./graph.ts";

/** What the walks from the project found out about each part, by its place. */
export interface Reached {
  /** Sorted; empty where no walk comes. */
  readonly scopes: readonly (readonly Scope[])[];
  /** Undefined where no walk comes. */
  readonly conditions: readonly (Condition | undefined)[];
  /** The walks took too long and were ended: what they had not reached counts as `main`, the strictest scope. */
  readonly isCut: boolean;
}

export function walk(graph: Graph): Reached {
  const { scopes, isCut } = walkScopes(graph);
  return { scopes, conditions: walkConditions(graph), isCut };
}

const NO_SCOPES: readonly Scope[] = [];

/** Steps over links, for all scopes together: a hundred times what the largest lock seen takes. */
const MAX_STEPS = 2_000_000;

/** One walk for each scope, in the order of their names, so that the lists come out sorted. */
function walkScopes({ parts, roots }: Graph): Pick<Reached, "scopes" | "isCut"> {
  const scopes: (readonly Scope[])[] = parts.map(() => NO_SCOPES);
  const starts = Map.groupBy(roots, ({ scope }) => scope);
  let steps = 0;
  for (const scope of [...starts.keys()].toSorted()) {
    const queue: number[] = [];
    // Thousands of parts share a few lists.
    const extended = new Map<readonly Scope[], readonly Scope[]>();
    const reach = (part: number): void => {
      const reached = scopes[part];
      if (reached === undefined || reached.at(-1) === scope) return;
      const longer = extended.get(reached) ?? [...reached, scope];
      extended.set(reached, longer);
      scopes[part] = longer;
      queue.push(part);
    };
    for (const { part } of starts.get(scope) ?? []) reach(part);
    for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
      const links = parts[part]?.links ?? [];
      steps += links.length + 1;
      if (steps > MAX_STEPS) return { scopes, isCut: true };
      for (const { to } of links) reach(to);
    }
  }
  return { scopes, isCut: false };
}

/** A condition that has changed so often will not come to rest at anything that could be read. */
const MAX_CHANGES = 32;
/** Combinations of conditions; past these everything that is reached counts as always. */
const MAX_COMBINATIONS = 500_000;

/**
 * Along a path conditions add up, over paths they are alternatives. A part is looked at again while its condition gets
 * weaker; the bounds on its form and on the changes end that.
 */
function walkConditions({ parts, roots }: Graph): (Condition | undefined)[] {
  const conditions: (Condition | undefined)[] = parts.map(() => undefined);
  const changes = new Uint8Array(parts.length);
  let combinations = 0;
  let queue: number[] = [];
  const reach = (part: number, condition: Condition): void => {
    const known = conditions[part];
    if (known === null) return;
    if (known !== undefined && isCovered(condition, known)) return;
    const count = (changes[part] ?? 0) + 1;
    changes[part] = count;
    if (condition !== null) combinations++;
    if (count > MAX_CHANGES || combinations > MAX_COMBINATIONS) conditions[part] = null;
    else conditions[part] = known === undefined ? condition : either(known, condition);
    queue.push(part);
  };
  for (const { part, condition } of roots) reach(part, condition);
  while (queue.length > 0) {
    const round = queue;
    queue = [];
    for (const part of round) {
      const condition = conditions[part] ?? null;
      for (const link of parts[part]?.links ?? []) reach(link.to, both(condition, link.condition));
    }
  }
  return conditions;
}
