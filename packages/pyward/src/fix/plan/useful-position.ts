import type { PackageName, Version } from "../../python/index.ts";
import type { Incompatibility } from "../../resolve/incompatibility.ts";
import { baseOf } from "../../resolve/priorities.ts";
import { setOfSpecifiers } from "../../resolve/set-of-specifiers.ts";
import { contains, isSubset, type VersionSet } from "../../resolve/version-set.ts";
import type { Standing } from "./domain.ts";
import type { Puzzle } from "./puzzle.ts";
import type { RefusalOf } from "./solve.ts";

/** A conflict, a package that it rests on, and what was refused of it. */
export interface Stuck {
  readonly facts: readonly Incompatibility[];
  readonly name: PackageName;
  readonly refusal: RefusalOf;
}

/**
 * The first of the places (ascending) that may end a conflict. A version that every fact of the conflict says as much of, or more, as of the
 * farthest allowed one only stands in for that one: the same reasoning goes through with it. Releases that differ in
 * nothing that matters are many, and each would cost a resolution. Null: none of them may.
 */
export async function usefulPosition(
  puzzle: Puzzle,
  { facts, name, refusal }: Stuck,
  places: readonly number[],
): Promise<number | null> {
  const standings = [...(puzzle.packages.domains.get(name)?.standings.values() ?? [])];
  const allowed = standings
    .filter(({ version }) => refusal(name, version) === null)
    .reduce<Standing | null>((far, one) => (far === null || one.position > far.position ? one : far), null);
  const own = facts.filter(({ terms }) => [...terms.keys()].some((key) => baseOf(key) === name));
  if (allowed === null || own.some(isOfExtra)) return places[0] ?? null;
  const byPosition = new Map(standings.map((one) => [one.position, one]));
  for (const [at, place] of places.entries()) {
    if (at % AHEAD === 0)
      ahead(
        puzzle,
        name,
        places.slice(at, at + AHEAD).flatMap((one) => byPosition.get(one) ?? []),
      );
    const version = byPosition.get(place)?.version;
    if (version === undefined || !(await standsIn(puzzle, own, { name, version, allowed: allowed.version })))
      return place;
  }
  return null;
}

/** An index answers for so many as fast as for one. */
const AHEAD = 16;

function ahead({ packages }: Puzzle, name: PackageName, standings: readonly Standing[]): void {
  packages.prefetch?.({ names: [], candidates: standings.map(({ version }) => ({ name, version })) });
}

/** What an extra needs is not compared. */
function isOfExtra({ terms }: Incompatibility): boolean {
  return [...terms.keys()].some((key) => key.includes("["));
}

interface Pair {
  readonly name: PackageName;
  readonly version: Version;
  readonly allowed: Version;
}

async function standsIn(
  { packages }: Puzzle,
  facts: readonly Incompatibility[],
  { name, version, allowed }: Pair,
): Promise<boolean> {
  const answer = await packages.dependencies(name, version);
  if (answer.kind !== "dependencies") return false;
  const isNeeded = (on: string, set: VersionSet): boolean =>
    answer.requires.some(
      (one) =>
        one.name === on &&
        one.marker === null &&
        one.url === null &&
        isSubset(setOfSpecifiers(one.specifiers), set),
    );
  return facts.every(({ terms, cause }) => {
    const term = terms.get(name);
    if (term === undefined || cause.kind === "no-versions" || cause.kind === "not-found") return true;
    if (cause.kind !== "dependency") return !term.isPositive || !contains(term.set, allowed);
    if (cause.of === name) {
      const needed = terms.get(cause.on);
      return !contains(term.set, allowed) || (needed !== undefined && isNeeded(cause.on, needed.set));
    }
    // What asks for the package: the version may fit only where the allowed one does.
    return !contains(term.set, version) || contains(term.set, allowed);
  });
}
