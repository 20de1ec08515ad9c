import { compareEfforts, type Effort } from "./effort.ts";

/** One thing to try. */
export interface Attempt<T> {
  /** Two with the same are one. */
  readonly key: string;
  readonly effort: Effort;
  readonly what: T;
}

export type Outcome<T, R> =
  | { readonly kind: "found"; readonly found: R }
  /** It does not work; each thing that does and costs no less lies behind one of these. */
  | { readonly kind: "onwards"; readonly attempts: readonly Attempt<T>[] }
  | { readonly kind: "failed"; readonly reason: string };

export type Cheapest<R> =
  /** At least one; all cost the same. */
  | { readonly kind: "found"; readonly found: readonly R[] }
  | { readonly kind: "none" }
  /** As much was tried as may be. */
  | { readonly kind: "given-up" }
  | { readonly kind: "failed"; readonly reason: string };

/** What may be tried in all, and has been. */
export interface Budget {
  left: number;
  /** Nothing more is to be begun. Absent: there is time. */
  readonly isOver?: () => boolean;
}

interface Search<T, R> {
  readonly attempt: (what: T) => Promise<Outcome<T, R>>;
  readonly budget: Budget;
  /** How many answers that cost the same are looked for. */
  readonly most: number;
}

/**
 * The cheapest thing that works, by trying what is cheapest first. Where what does not work names all that may be changed about
 * it (`onwards`), the first that works is the cheapest of all: its own ways there never cost more.
 */
export async function cheapest<T, R>(
  starts: readonly Attempt<T>[],
  { attempt, budget, most }: Search<T, R>,
): Promise<Cheapest<R>> {
  const open: Attempt<T>[] = [];
  starts.forEach((one) => put(open, one));
  const seen = new Set(starts.map(({ key }) => key));
  const found: R[] = [];
  let least: Effort | null = null;
  for (;;) {
    const next = takeCheapest(open);
    const isDearer = next !== undefined && least !== null && compareEfforts(next.effort, least) > 0;
    if (next === undefined || isDearer || found.length >= most)
      return found.length > 0 ? { kind: "found", found } : { kind: "none" };
    if (budget.left <= 0 || budget.isOver?.() === true)
      return found.length > 0 ? { kind: "found", found } : { kind: "given-up" };
    budget.left--;
    const outcome = await attempt(next.what);
    if (outcome.kind === "failed") return outcome;
    if (outcome.kind === "found") {
      found.push(outcome.found);
      least ??= next.effort;
    } else {
      for (const one of outcome.attempts) {
        if (seen.has(one.key)) continue;
        seen.add(one.key);
        put(open, one);
      }
    }
  }
}

/** A heap: the cheapest lies first. Of equals, the one with the lower key, so that the answer does not hang on the way there. */
function put<T>(open: Attempt<T>[], one: Attempt<T>): void {
  open.push(one);
  for (let at = open.length - 1; at > 0;) {
    const above = (at - 1) >> 1;
    if (!swapIfBefore(open, at, above)) return;
    at = above;
  }
}

function takeCheapest<T>(open: Attempt<T>[]): Attempt<T> | undefined {
  const first = open[0];
  const last = open.pop();
  if (first === undefined || last === undefined || open.length === 0) return first;
  open[0] = last;
  for (let at = 0; ;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const smaller = isBefore(open[right], open[left]) ? right : left;
    if (smaller >= open.length || !swapIfBefore(open, smaller, at)) return first;
    at = smaller;
  }
}

function swapIfBefore<T>(open: Attempt<T>[], at: number, above: number): boolean {
  const [one, other] = [open[at], open[above]];
  if (one === undefined || other === undefined || !isBefore(one, other)) return false;
  open[at] = other;
  open[above] = one;
  return true;
}

function isBefore<T>(a: Attempt<T> | undefined, b: Attempt<T> | undefined): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  const order = compareEfforts(a.effort, b.effort);
  return order === 0 ? a.key < b.key : order < 0;
}
