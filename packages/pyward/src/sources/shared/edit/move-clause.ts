import { compareVersions, formatVersion, type Version } from "../../../python/index.ts";
import { ceilingOf, floorOf, isExact, rewritten, type Clause } from "./clause.ts";

/** The clause with as little changed as lets it admit a version that it keeps out; null: nothing does. */
export function movedTo(clause: Clause, to: Version): Clause | null {
  const { operator } = clause;
  if (isExact(clause)) return rewritten(clause, formatVersion(to));
  if (operator === "!=") return null;
  if (clause.wildcard !== "") return rewritten(clause, prefixOf(to, clause.version.release.length));
  if (operator === "<") return rewritten(clause, above(to, clause.version));
  if (operator === "<=" || operator === ">=") return rewritten(clause, formatVersion(to));
  if (operator === ">") return rewritten(clause, formatVersion(to), ">=");
  return rewritten(clause, asPreciseAs(clause.version, to));
}

/** A clause with a lower bound, which rises to the version; null: the upper bound would move with it. */
export function raisedTo(clause: Clause, to: Version): Clause | null {
  const { operator } = clause;
  if (clause.wildcard !== "" || isExact(clause)) return null;
  if (operator === ">=" || operator === ">") return rewritten(clause, formatVersion(to), ">=");
  const ceiling = ceilingOf(clause);
  for (const version of [asPreciseAs(clause.version, to), asLongAs(clause.version, to)]) {
    const raised = rewritten(clause, version);
    if (raised !== null && isSame(floorOf(raised), to) && isSame(ceilingOf(raised), ceiling)) return raised;
  }
  return null;
}

function isSame(first: Version | null, second: Version | null): boolean {
  return first !== null && second !== null && compareVersions(first, second) === 0;
}

/** So many numbers as the other has. A pre-release is not shortened: it would be another one. */
function asPreciseAs(version: Version, to: Version): string {
  if (to.pre === null && to.dev === null) return prefixOf(to, version.release.length);
  return asLongAs(version, to);
}

/** At least so many numbers as the other has: `~=` wants two. */
function asLongAs({ release }: Version, to: Version): string {
  const suffix = formatVersion(to).slice(prefixOf(to, to.release.length).length);
  return prefixOf(to, Math.max(release.length, to.release.length)) + suffix;
}

function prefixOf({ epoch, release }: Version, length: number): string {
  const numbers = Array.from({ length }, (_, at) => release[at] ?? 0);
  return `${Number(epoch) === 0 ? "" : `${epoch}!`}${numbers.join(".")}`;
}

/**
 * The next upper bound of its kind: the last number that is not zero tells which one the writer counts (`<2.0` whole
 * majors, `<1.5` minors), and one more than that of the version is the new one.
 */
function above(to: Version, bound: Version): string {
  const counted = Math.max(
    0,
    bound.release.findLastIndex((number) => Number(number) !== 0),
  );
  const release = bound.release.map((_, at) => {
    const number = to.release[at] ?? 0;
    if (at > counted) return 0;
    return at < counted ? number : typeof number === "bigint" ? number + 1n : number + 1;
  });
  const start = `${Number(to.epoch) === 0 ? "" : `${to.epoch}!`}${release.join(".")}`;
  return start + firstOfAll(bound);
}

/** `<2.0a0`, `<2.0.dev0`: written to keep out the pre-releases, too. */
function firstOfAll({ pre, post, dev }: Version): string {
  if (post !== null || (pre === null && dev === null)) return "";
  if (pre !== null && Number(pre.number) !== 0) return "";
  if (dev !== null && Number(dev) !== 0) return "";
  return `${pre === null ? "" : `${pre.letter}0`}${dev === null ? "" : ".dev0"}`;
}
