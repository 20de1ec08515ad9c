import type { Report, ReportProject } from "../model/index.ts";
import { pairByShare, type Holdings } from "./pair-by-share.ts";

/**
 * Which project of the base each project of the report was: by kind and place, then, for what was moved, by its packages.
 * Where one is left on both sides they are one: an environment beside the lock that it was made from.
 */
export function pairProjects(head: Report, base: Report): ReadonlyMap<string, string> {
  const places = new Map(base.projects.map((project) => [placeOf(project), project.id]));
  const pairs = new Map<string, string>();
  for (const project of head.projects) {
    const same = places.get(placeOf(project));
    if (same !== undefined) pairs.set(project.id, same);
  }
  const [moved, former] = [leftOf(head, pairs.keys()), leftOf(base, pairs.values())];
  for (const kind of new Set(moved.map((project) => project.kind))) {
    const found = pairByShare(holdingsOf(head, moved, kind), holdingsOf(base, former, kind));
    for (const [now, then] of found) pairs.set(now, then);
  }
  const [one, ...others] = leftOf(head, pairs.keys());
  const [other, ...formers] = leftOf(base, pairs.values());
  const areAlone = others.length === 0 && formers.length === 0;
  if (areAlone && one !== undefined && other !== undefined) pairs.set(one.id, other.id);
  return pairs;
}

function placeOf({ kind, root }: ReportProject): string {
  return `${kind} ${root}`;
}

function leftOf({ projects }: Report, taken: Iterable<string>): readonly ReportProject[] {
  const known = new Set(taken);
  return projects.filter(({ id }) => !known.has(id));
}

function holdingsOf(
  { dependencies }: Report,
  projects: readonly ReportProject[],
  kind: ReportProject["kind"],
): Holdings {
  const held = new Map(
    projects.filter((project) => project.kind === kind).map(({ id }) => [id, new Set<string>()]),
  );
  for (const { project, name } of dependencies) held.get(project)?.add(name);
  return held;
}
