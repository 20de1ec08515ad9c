import type { Incompatibility } from "../incompatibility.ts";
import type { Candidates } from "../exclusion.ts";
import { contains } from "../version-set.ts";
import { publishedVersions } from "./describe-versions.ts";

/** A fact, or what follows from two. */
export type Derivation =
  | { readonly kind: "fact"; readonly of: Incompatibility }
  | {
      readonly kind: "step";
      readonly of: Incompatibility;
      readonly left: Derivation;
      readonly right: Derivation;
    };

export type KnownCandidates = (key: string) => Candidates | undefined;

/**
 * The tree of a conflict without what tells a person nothing: that an extra goes with its package, and that the index
 * has no versions besides those that are dealt with. Without recursion: such trees grow deep.
 */
export function simplify(root: Incompatibility, known: KnownCandidates): Derivation {
  const done = new Map<Incompatibility, Derivation>();
  const stack = [root];
  for (let next = stack.at(-1); next !== undefined; next = stack.at(-1)) {
    const { cause } = next;
    if (cause.kind !== "derived") {
      done.set(next, { kind: "fact", of: next });
      stack.pop();
      continue;
    }
    const [left, right] = [done.get(cause.left), done.get(cause.right)];
    if (left !== undefined && right !== undefined) {
      done.set(next, done.get(next) ?? combine(next, [left, right], known));
      stack.pop();
      continue;
    }
    if (left === undefined) stack.push(cause.left);
    if (right === undefined) stack.push(cause.right);
  }
  return done.get(root) ?? { kind: "fact", of: root };
}

function combine(
  of: Incompatibility,
  [left, right]: readonly [Derivation, Derivation],
  known: KnownCandidates,
): Derivation {
  if (isSilent(left, right, known)) return renamed(right, of);
  if (isSilent(right, left, known)) return renamed(left, of);
  return { kind: "step", of, left, right };
}

/** The same reasons, for a conclusion that says a little more. A fact keeps its own terms, which its sentence needs. */
function renamed(derivation: Derivation, of: Incompatibility): Derivation {
  return derivation.kind === "fact" ? derivation : { ...derivation, of };
}

function isSilent(fact: Derivation, other: Derivation, known: KnownCandidates): boolean {
  if (fact.kind === "step") return false;
  const { cause, terms } = fact.of;
  if (cause.kind === "extra") return true;
  if (cause.kind !== "no-versions" || cause.excluded.length > 0) return false;
  const [key] = terms.keys();
  if (key === undefined) return false;
  if (other.kind === "step") return true;
  const asked = other.of.terms.get(key);
  if (asked === undefined || asked.isPositive) return true;
  return publishedVersions(known(key)).some((version) => contains(asked.set, version));
}
