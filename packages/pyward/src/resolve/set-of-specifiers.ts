import type { Specifier, SpecifierSet, Version, VersionNumber } from "../python/index.ts";
import { cutAt, type Cut } from "./cut.ts";
import { ANY_VERSION, between, complement, intersection, NO_VERSION, onlyVersion } from "./version-set.ts";
import type { VersionSet } from "./version-set.ts";

/**
 * The versions that all clauses admit, pre-releases like any other (PEP 440 as `satisfies` has it). `===` compares
 * texts, which an order of versions cannot: here it is the version that it names, and whoever chooses among versions
 * asks `satisfies` as well, for `===1.0` refuses 1.0.0.
 */
export function setOfSpecifiers({ specifiers }: SpecifierSet): VersionSet {
  return specifiers.reduce((set, specifier) => intersection(set, setOfOne(specifier)), ANY_VERSION);
}

function setOfOne({ operator, bound, isPrefix }: Specifier): VersionSet {
  if (bound === null) return NO_VERSION;
  switch (operator) {
    case "===":
      return onlyVersion(bound);
    case "==":
      return equalTo(bound, isPrefix);
    case "!=":
      return complement(equalTo(bound, isPrefix));
    case "<=":
      return between(null, cutAt(bound, "after-locals"));
    case ">=":
      return between(cutAt(bound, "before"), null);
    case "<":
      return between(null, cutAt(bound, "before"));
    case ">":
      return between(justAfter(bound), null);
    case "~=":
      return intersection(
        between(cutAt(bound, "before"), null),
        startingWith(bound, bound.release.length - 1),
      );
  }
}

/** PEP 440, "Version matching": a clause without a local version takes any. */
function equalTo(bound: Version, isPrefix: boolean): VersionSet {
  if (isPrefix) return startingWith(bound, bound.release.length);
  if (bound.local !== null) return onlyVersion(bound);
  return between(cutAt(bound, "before"), cutAt(bound, "after-locals"));
}

/** PEP 440, "Exclusive ordered comparison". */
function justAfter(bound: Version): Cut {
  return cutAt(bound, bound.post === null && bound.dev === null ? "after-posts" : "after-locals");
}

/** From the first development release of a release to that of the next one: 1.2.dev0 to 1.3.dev0. */
function startingWith(bound: Version, length: number): VersionSet {
  const release = bound.release.slice(0, length);
  const next = [...release.slice(0, -1), plusOne(release.at(-1) ?? 0)];
  return between(cutAt(firstOf(bound, release), "before"), cutAt(firstOf(bound, next), "before"));
}

function firstOf(bound: Version, release: readonly VersionNumber[]): Version {
  return { ...bound, release, pre: null, post: null, dev: 0, local: null };
}

function plusOne(number: VersionNumber): VersionNumber {
  if (typeof number === "bigint") return number + 1n;
  return number < Number.MAX_SAFE_INTEGER ? number + 1 : BigInt(number) + 1n;
}
