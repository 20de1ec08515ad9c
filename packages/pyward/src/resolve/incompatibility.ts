import type { ExcludedVersion } from "./exclusion.ts";
import type { GuardedNeed } from "./place.ts";
import {
  areApart,
  complement,
  intersection,
  isEmpty,
  isSubset,
  union,
  type VersionSet,
} from "./version-set.ts";

/** Positive: one of these versions is chosen. Negative: none of them is, perhaps no version at all. */
export interface Term {
  readonly isPositive: boolean;
  readonly set: VersionSet;
}

/** Why some terms cannot hold together. */
export type Cause =
  /** `of` needs what `requirement` says; `of` is empty for the request. */
  | {
      readonly kind: "dependency";
      readonly of: string;
      readonly requirement: string;
      readonly on: string;
      /** Absent: it is needed wherever `of` is. */
      readonly guard?: GuardedNeed;
    }
  /** An extra goes with its package in the same version. */
  | { readonly kind: "extra" }
  /** `excluded`: the versions that would fit and must not be chosen. */
  | { readonly kind: "no-versions"; readonly excluded: readonly ExcludedVersion[] }
  | { readonly kind: "not-found" }
  /** `reason` is the end of a sentence that begins with the package and its version. */
  | { readonly kind: "invalid"; readonly reason: string }
  | { readonly kind: "derived"; readonly left: Incompatibility; readonly right: Incompatibility };

/** Terms that never hold all at once (PubGrub). Keys are packages: `acme`, `acme[extra]`, empty for the request. */
export interface Incompatibility {
  readonly terms: ReadonlyMap<string, Term>;
  readonly cause: Cause;
}

export function not({ isPositive, set }: Term): Term {
  return { isPositive: !isPositive, set };
}

export function both(a: Term, b: Term): Term {
  if (a.isPositive && b.isPositive) return { isPositive: true, set: intersection(a.set, b.set) };
  if (a.isPositive) return { isPositive: true, set: intersection(a.set, complement(b.set)) };
  if (b.isPositive) return { isPositive: true, set: intersection(b.set, complement(a.set)) };
  return { isPositive: false, set: union(a.set, b.set) };
}

export function implies(a: Term, b: Term): boolean {
  if (!a.isPositive) return !b.isPositive && isSubset(b.set, a.set);
  return b.isPositive ? isSubset(a.set, b.set) : areApart(a.set, b.set);
}

/** PubGrub's rule of resolution over `key`: what follows from both. A term that always holds is left out. */
export function resolvent(left: Incompatibility, right: Incompatibility, key: string): Incompatibility {
  const terms = new Map<string, Term>();
  for (const [name, term] of [...left.terms, ...right.terms]) {
    if (name === key) continue;
    const known = terms.get(name);
    terms.set(name, known === undefined ? term : both(known, term));
  }
  const [a, b] = [left.terms.get(key), right.terms.get(key)];
  if (a !== undefined && b !== undefined) {
    const either = not(both(not(a), not(b)));
    if (either.isPositive || !isEmpty(either.set)) terms.set(key, either);
  }
  return { terms, cause: { kind: "derived", left, right } };
}

/** The leaves of a derivation. Without recursion: derivations grow deep, and share their parts. */
export function factsOf(root: Incompatibility): readonly Incompatibility[] {
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
