import { compareVersions, formatSpecifiers, formatVersion, satisfies } from "../../python/index.ts";
import type { PackageName, Version } from "../../python/index.ts";
import type { PackageMetadata } from "../../resolve/metadata.ts";
import type { Pin } from "../../resolve/request.ts";
import { jumpBetween } from "./jump.ts";
import { leftFindings } from "./left-findings.ts";
import type { FixPlan, PlannedChange } from "./plan-request.ts";
import { rangesAgainst, type Puzzle } from "./puzzle.ts";

export interface Solved {
  readonly pins: readonly Pin[];
  readonly isSmallest: boolean;
}

/** The versions of an answer as changes of today's, with what speaks for each. `solved` null: nothing can be cleared. */
export async function describePlan(puzzle: Puzzle, solved: Solved | null): Promise<FixPlan> {
  const { today } = puzzle;
  const planned =
    solved === null
      ? today
      : new Map(solved.pins.flatMap(({ name, version }) => (version === null ? [] : [[name, version]])));
  const names = [...new Set([...today.keys(), ...planned.keys()])].toSorted();
  const changes: PlannedChange[] = [];
  for (const name of names) {
    const [from, to] = [today.get(name) ?? null, planned.get(name) ?? null];
    if (from !== null && to !== null && compareVersions(from, to) === 0) continue;
    const clears = clearedBy(puzzle, name, { from, to });
    changes.push({
      ...{ name, from, to, clears },
      jump: from === null ? "added" : to === null ? "removed" : jumpBetween(from, to),
      isDirect: puzzle.request.pins.get(name)?.isDirect === true,
      because: clears.length > 0 || to === null ? [] : await reasonsFor(puzzle, planned, { name, from, to }),
      outside: to === null ? null : outsideOf(puzzle, name, to),
    });
  }
  const left = await leftFindings(puzzle, planned);
  return { kind: "plan", changes, left, isClosed: puzzle.isClosed, isSmallest: solved?.isSmallest ?? true };
}

interface Step {
  readonly from: Version | null;
  readonly to: Version | null;
}

function clearedBy({ request }: Puzzle, name: PackageName, { from, to }: Step): readonly string[] {
  const chosen = from === null ? [] : (request.chosen.get(name) ?? []);
  const kept = new Set(to === null ? [] : request.findingsAt(name, to));
  return chosen.filter((id) => !kept.has(id));
}

function outsideOf({ roots }: Puzzle, name: PackageName, to: Version): string | null {
  const against = rangesAgainst(roots, name, to).map(({ specifiers }) => formatSpecifiers(specifiers));
  return against.length === 0 ? null : against.join(" and ");
}

/** What of it today does not let others go where they go, and what these need of it there. */
async function reasonsFor(
  { packages }: Puzzle,
  planned: ReadonlyMap<PackageName, Version>,
  { name, from, to }: { readonly name: PackageName; readonly from: Version | null; readonly to: Version },
): Promise<readonly string[]> {
  const reasons: string[] = [];
  if (from !== null) {
    for (const one of await needsOf(packages, name, from)) {
      const other = planned.get(one.name);
      if (other !== undefined && !one.admits(other))
        reasons.push(`${name} ${formatVersion(from)} needs ${one.text}`);
    }
  }
  for (const [parent, version] of planned) {
    if (parent === name) continue;
    for (const one of await needsOf(packages, parent, version)) {
      if (one.name !== name || !one.admits(to)) continue;
      if (from === null || !one.admits(from))
        reasons.push(`${parent} ${formatVersion(version)} needs ${one.text}`);
    }
  }
  return [...new Set(reasons)].slice(0, MOST_REASONS);
}

const MOST_REASONS = 5;

interface Need {
  readonly name: PackageName;
  readonly text: string;
  admits(version: Version): boolean;
}

/** What an extra needs besides is left out: whether it is asked for is not looked at here. */
async function needsOf(
  packages: PackageMetadata,
  name: PackageName,
  version: Version,
): Promise<readonly Need[]> {
  const answer = await packages.dependencies(name, version);
  if (answer.kind !== "dependencies") return [];
  return answer.requires
    .filter(({ marker }) => marker === null)
    .map(({ name: needed, specifiers }) => ({
      name: needed,
      text: `${needed}${formatSpecifiers(specifiers)}`,
      admits: (other) => satisfies(other, specifiers),
    }));
}
