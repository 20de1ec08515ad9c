import type { Report, ReportProject } from "../model/index.ts";

/** A folder that was moved shares at least so much of its packages with what it was. */
const LEAST_SHARE = 0.5;
/** With more projects that moved, to compare each with each takes seconds; they are then compared finding by finding. */
const MOST_MOVED = 2_000;

/**
 * Which project of the base each project of the report was: by kind and place, then, for what was moved, by its packages.
 * Where one is left on both sides they are one: an environment beside the lock that it was made from.
 */
export function pairProjects(head: Report, base: Report): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const places = new Map(base.projects.map((project) => [placeOf(project), project.id]));
  for (const project of head.projects) {
    const same = places.get(placeOf(project));
    if (same !== undefined) pairs.set(project.id, same);
  }
  for (const [left, right] of movedPairs(head, base, pairs)) pairs.set(left, right);
  const [one, ...others] = leftOf(head, new Set(pairs.keys()));
  const [former, ...formers] = leftOf(base, new Set(pairs.values()));
  const areAlone = others.length === 0 && formers.length === 0;
  if (areAlone && one !== undefined && former !== undefined) pairs.set(one.id, former.id);
  return pairs;
}

function placeOf({ kind, root }: ReportProject): string {
  return `${kind} ${root}`;
}

function leftOf({ projects }: Report, taken: ReadonlySet<string>): readonly ReportProject[] {
  return projects.filter(({ id }) => !taken.has(id));
}

interface Moved {
  readonly left: string;
  readonly right: string;
  readonly share: number;
}

/** The most alike first; each is in one pair. */
function movedPairs(
  head: Report,
  base: Report,
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const moved = leftOf(head, new Set(known.keys()));
  const former = leftOf(base, new Set(known.values()));
  const pairs = new Map<string, string>();
  if (moved.length > MOST_MOVED || former.length > MOST_MOVED) return pairs;
  const names = { head: namesBy(head), base: namesBy(base) };
  const candidates = moved.flatMap(({ id: left, kind }) =>
    former.flatMap((project): readonly Moved[] => {
      const share = project.kind === kind ? shareOf(names.head.get(left), names.base.get(project.id)) : 0;
      return share >= LEAST_SHARE ? [{ left, right: project.id, share }] : [];
    }),
  );
  const taken = new Set<string>();
  for (const { left, right } of candidates.toSorted((a, b) => b.share - a.share)) {
    if (pairs.has(left) || taken.has(right)) continue;
    pairs.set(left, right);
    taken.add(right);
  }
  return pairs;
}

function namesBy({ dependencies }: Report): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = Map.groupBy(dependencies, ({ project }) => project);
  return new Map(
    [...groups].map(([project, members]) => [project, new Set(members.map(({ name }) => name))]),
  );
}

/** What both name, of what either names. */
function shareOf(left: ReadonlySet<string> | undefined, right: ReadonlySet<string> | undefined): number {
  if (left === undefined || right === undefined) return 0;
  let common = 0;
  for (const name of left) if (right.has(name)) common += 1;
  return common / (left.size + right.size - common);
}
