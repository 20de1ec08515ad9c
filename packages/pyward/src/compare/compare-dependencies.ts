import { compareText, type DependencyChange, type ReportDependency } from "../model/index.ts";
import type { Side } from "./side.ts";
import { byVersion, isSameVersion, versionsOf, type Given } from "./versions.ts";

/** The packages of each project whose versions are not those of the base. `places`: of the head → of the base. */
export function compareDependencies(
  head: Side,
  base: Side,
  places: ReadonlyMap<string, string>,
): readonly DependencyChange[] {
  const changes: DependencyChange[] = [];
  const met = new Set<string>();
  for (const [place, now] of head.byPlace) {
    const [first] = now;
    if (first === undefined || first.basis === "admitted") continue;
    const former = places.get(place);
    if (former !== undefined) met.add(former);
    changes.push(...changeOf(now, base.byPlace.get(former ?? "") ?? [], rootOf(head, first)));
  }
  for (const [place, then] of base.byPlace) {
    const [first] = then;
    if (met.has(place) || first === undefined || first.basis === "admitted") continue;
    changes.push(...changeOf([], then, rootOf(base, first)));
  }
  return changes.toSorted(
    (a, b) =>
      compareText(a.project, b.project) ||
      compareText(a.name, b.name) ||
      compareText(a.path.join(), b.path.join()),
  );
}

function rootOf({ projects }: Side, { project }: ReportDependency): string {
  return projects.get(project)?.root ?? "";
}

function changeOf(
  now: readonly ReportDependency[],
  then: readonly ReportDependency[],
  project: string,
): readonly DependencyChange[] {
  // Nearly all packages stay as they are, and versions are costly to read.
  if (now.length === then.length && now.every(({ version }, at) => version === then[at]?.version)) return [];
  const [from, to] = [versionsOf(then), versionsOf(now)];
  const isSame = from.length === to.length && from.every((one, at) => isSameVersion(one, to[at] ?? null));
  // What is asked for without a version is there, too, so that two empty lists never meet.
  const told = now.length > 0 ? now : then;
  const [first] = told;
  if (isSame || first === undefined) return [];
  const shortest = told.flatMap(({ paths }) => paths).toSorted((a, b) => a.length - b.length)[0];
  return [
    {
      name: first.name,
      project,
      kind: kindOf(from, to),
      from,
      to,
      direct: told.some(({ direct }) => direct),
      path: shortest ?? [first.name],
    },
  ];
}

function kindOf(from: readonly Given[], to: readonly Given[]): DependencyChange["kind"] {
  if (from.length === 0) return "added";
  if (to.length === 0) return "removed";
  const [before, after] = [from[0] ?? null, to[0] ?? null];
  if (from.length > 1 || to.length > 1 || before === null || after === null) return "changed";
  return byVersion(before, after) < 0 ? "upgraded" : "downgraded";
}
