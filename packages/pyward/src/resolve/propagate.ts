import { implies, not, resolvent, type Incompatibility } from "./incompatibility.ts";
import type { PartialSolution } from "./partial-solution.ts";

export type Knowledge = Map<string, Incompatibility[]>;

export function learn(knowledge: Knowledge, incompatibility: Incompatibility): void {
  for (const key of incompatibility.terms.keys()) {
    const known = knowledge.get(key);
    if (known === undefined) knowledge.set(key, [incompatibility]);
    else known.push(incompatibility);
  }
}

export interface Propagation {
  readonly changed: readonly string[];
  /** What could not hold together, and the package from which that was found. */
  readonly onConflict: (key: string, conflict: Incompatibility) => void;
}

/** PubGrub's unit propagation from packages on. Gives the incompatibility that no choice can avoid, if there is one. */
export function propagate(
  solution: PartialSolution,
  knowledge: Knowledge,
  { changed, onConflict }: Propagation,
): Incompatibility | null {
  const queue = [...changed];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const known = knowledge.get(key) ?? [];
    // What is learned meanwhile stands behind these.
    for (let at = known.length - 1; at >= 0; at--) {
      const incompatibility = known[at];
      if (incompatibility === undefined || solution.isRuledOut(incompatibility)) continue;
      const open = openTerm(solution, incompatibility);
      if (open === undefined) continue;
      if (open !== null) {
        derive(solution, incompatibility, open);
        queue.push(open);
        continue;
      }
      onConflict(key, incompatibility);
      const cause = resolveConflict(solution, incompatibility);
      if (cause.kind === "unsolvable") return cause.root;
      if (cause.root !== incompatibility) learn(knowledge, cause.root);
      derive(solution, cause.root, cause.key);
      queue.splice(0, queue.length, cause.key);
      break;
    }
  }
  return null;
}

function derive(solution: PartialSolution, cause: Incompatibility, key: string): void {
  const term = cause.terms.get(key);
  if (term !== undefined) solution.derive(key, not(term), cause);
}

/** The one term that is not implied yet and not contradicted; null where all are implied, undefined where neither. */
function openTerm(solution: PartialSolution, incompatibility: Incompatibility): string | null | undefined {
  let open: string | null = null;
  let hasMore = false;
  for (const [key, term] of incompatibility.terms) {
    const sum = solution.sumOf(key);
    if (sum !== undefined && implies(sum, term)) continue;
    if (sum !== undefined && implies(sum, not(term))) {
      solution.ruleOut(incompatibility);
      return undefined;
    }
    if (open !== null) hasMore = true;
    open = key;
  }
  return hasMore ? undefined : open;
}

type RootCause =
  | { readonly kind: "unsolvable"; readonly root: Incompatibility }
  | { readonly kind: "learned"; readonly root: Incompatibility; readonly key: string };

function resolveConflict(solution: PartialSolution, conflict: Incompatibility): RootCause {
  let root = conflict;
  for (;;) {
    const satisfier = isUnavoidable(root) ? null : solution.satisfier(root);
    if (satisfier === null) return { kind: "unsolvable", root };
    const { key, cause, level, previousLevel } = satisfier;
    if (cause === null || previousLevel < level) {
      solution.backtrack(previousLevel);
      return { kind: "learned", root, key };
    }
    root = resolvent(root, cause, key);
  }
}

/** Nothing is left but the request itself. */
function isUnavoidable({ terms }: Incompatibility): boolean {
  return terms.size === 0 || (terms.size === 1 && terms.get("")?.isPositive === true);
}
