import type { Specifier, SpecifierSet } from "./specifier.ts";
import { comparePublic, compareVersions, haveSameRelease } from "./version-order.ts";
import { formatVersion, isPrerelease, parseVersion } from "./version.ts";
import type { Version } from "./version.ts";

export interface SpecifierOptions {
  /** true or false admits or refuses pre-releases; null or absent leaves it to the rule of the function. */
  readonly prereleases?: boolean | null;
}

/**
 * Whether a version is in the set, by PEP 440 as `packaging` 26 applies it. Without an opinion of the caller a
 * pre-release counts like any other version. A text is parsed first; one that is no version can only be met by
 * `===`, which compares texts, whatever their case.
 */
export function satisfies(
  version: Version | string,
  set: SpecifierSet,
  options: SpecifierOptions = {},
): boolean {
  const parsed = toVersion(version);
  if (options.prereleases === false && parsed !== null && isPrerelease(parsed)) {
    return false;
  }
  return matchesAll(version, parsed, set);
}

/**
 * The versions that are in the set, in their order. Without an opinion of the caller, and where no clause names
 * a pre-release, pre-releases are left out if a final release is in the set, and kept if none is (PEP 440,
 * "Handling of pre-releases").
 */
export function filterVersions<T extends Version | string>(
  versions: readonly T[],
  set: SpecifierSet,
  options: SpecifierOptions = {},
): T[] {
  const candidates = versions
    .map((item) => ({ item, parsed: toVersion(item) }))
    .filter(({ item, parsed }) => matchesAll(item, parsed, set));
  const named = set.specifiers.some((specifier) => specifier.namesPrerelease) ? true : null;
  const keepsPrereleases = options.prereleases ?? named ?? !candidates.some(({ parsed }) => isFinal(parsed));
  return candidates
    .filter(({ parsed }) => keepsPrereleases || parsed === null || isFinal(parsed))
    .map(({ item }) => item);
}

function toVersion(item: Version | string): Version | null {
  if (typeof item !== "string") return item;
  const parsed = parseVersion(item);
  return parsed.ok ? parsed.value : null;
}

function isFinal(parsed: Version | null): boolean {
  return parsed !== null && !isPrerelease(parsed);
}

function matchesAll(item: Version | string, parsed: Version | null, set: SpecifierSet): boolean {
  for (const specifier of set.specifiers) {
    if (!matchesOne(item, parsed, specifier)) return false;
  }
  return true;
}

/** `item` is what was asked about, `parsed` the version in it. */
export function matchesOne(item: Version | string, parsed: Version | null, specifier: Specifier): boolean {
  if (specifier.operator === "===") {
    const text = typeof item === "string" ? item : formatVersion(item);
    return text.toLowerCase() === specifier.version.toLowerCase();
  }
  const bound = specifier.bound;
  if (parsed === null || bound === null) return false;
  switch (specifier.operator) {
    case "==":
      return isEqual(parsed, bound, specifier.isPrefix);
    case "!=":
      return !isEqual(parsed, bound, specifier.isPrefix);
    case "<=":
      return comparePublic(parsed, bound) <= 0;
    case ">=":
      return comparePublic(parsed, bound) >= 0;
    case "<":
      return comparePublic(parsed, bound) < 0;
    case ">":
      return isAfter(parsed, bound);
    case "~=":
      return comparePublic(parsed, bound) >= 0 && startsWith(parsed, bound, bound.release.length - 1);
  }
}

/** PEP 440, "Version matching": a clause without a local version takes any. */
function isEqual(version: Version, bound: Version, isPrefix: boolean): boolean {
  if (isPrefix) return startsWith(version, bound, bound.release.length);
  return (bound.local === null ? comparePublic(version, bound) : compareVersions(version, bound)) === 0;
}

/** PEP 440, "Exclusive ordered comparison": `>1.0` takes neither 1.0.post1 nor 1.0+local. */
function isAfter(version: Version, bound: Version): boolean {
  if (comparePublic(version, bound) <= 0) return false;
  if (bound.post !== null || bound.dev !== null) return true;
  const isSamePre = version.pre?.letter === bound.pre?.letter && version.pre?.number === bound.pre?.number;
  return !(isSamePre && haveSameRelease(version, bound));
}

/** The release begins with the first `length` numbers of the other's; missing ones are 0. */
function startsWith(version: Version, prefix: Version, length: number): boolean {
  if (version.epoch !== prefix.epoch) return false;
  for (let index = 0; index < length; index++) {
    if ((version.release[index] ?? 0) !== prefix.release[index]) return false;
  }
  return true;
}
