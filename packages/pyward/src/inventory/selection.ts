import { nearestName, PywardError, type Inventory, type Scope } from "../model/index.ts";
import type { ReadSource } from "./merge-sources.ts";

/** Which of a project's scopes are asked for. What is needed to run and to build it always is. */
export interface ScopeSelection {
  /** Normalised; empty: all. */
  readonly extras: readonly string[];
  /** Normalised; empty: all, or with `withoutGroups` none. */
  readonly groups: readonly string[];
  /** No group, but those that are named. */
  readonly withoutGroups: boolean;
}

interface Selectable {
  readonly sources: readonly ReadSource[];
}

interface Selected<P> {
  readonly projects: readonly P[];
  readonly notes: readonly string[];
}

/**
 * The projects with what the selection asks for: a dependency stays where one of its scopes is asked for. Throws
 * PywardError `usage` for an extra or a group that is not among the choices of any project.
 */
export function selectScopes<P extends Selectable>(
  projects: readonly P[],
  selection: ScopeSelection,
  choices: ReadonlySet<Scope>,
): Selected<P> {
  refuseUnknown("extra", selection.extras, choices);
  refuseUnknown("group", selection.groups, choices);
  const left = { count: 0, scopes: new Set<Scope>() };
  const isAsked = (scope: Scope): boolean => isSelected(scope, selection);
  const selected = projects.map((project) => ({
    ...project,
    sources: project.sources.map((source) => ({
      ...source,
      inventory: narrow(source.inventory, isAsked, left),
    })),
  }));
  return { projects: selected, notes: notesOf(left) };
}

function isSelected(scope: Scope, { extras, groups, withoutGroups }: ScopeSelection): boolean {
  if (scope.startsWith("extra:")) return extras.length === 0 || extras.includes(scope.slice("extra:".length));
  if (!scope.startsWith("group:")) return true;
  if (groups.length > 0) return groups.includes(scope.slice("group:".length));
  return !withoutGroups;
}

interface LeftOut {
  count: number;
  readonly scopes: Set<Scope>;
}

function narrow(inventory: Inventory, isAsked: (scope: Scope) => boolean, left: LeftOut): Inventory {
  const dependencies = inventory.dependencies.filter(({ scopes }) => {
    if (scopes.some(isAsked)) return true;
    left.count++;
    for (const scope of scopes) left.scopes.add(scope);
    return false;
  });
  if (dependencies.length === inventory.dependencies.length) return inventory;
  const keys = new Set(dependencies.map(({ key }) => key));
  const edges = inventory.edges.filter(({ from, to }) => keys.has(from) && keys.has(to));
  return { ...inventory, dependencies, edges };
}

function notesOf({ count, scopes }: LeftOut): readonly string[] {
  if (count === 0) return [];
  const what = count === 1 ? "1 dependency" : `${count} dependencies`;
  const verb = scopes.size === 1 ? "has" : "have";
  return [`not asked for and left out: ${what} that only ${[...scopes].toSorted().join(", ")} ${verb}`];
}

function refuseUnknown(kind: "extra" | "group", names: readonly string[], choices: ReadonlySet<Scope>): void {
  const known = [...choices].flatMap((scope) =>
    scope.startsWith(`${kind}:`) ? [scope.slice(kind.length + 1)] : [],
  );
  for (const name of names) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    const hint =
      nearest !== null
        ? `Did you mean ${nearest}?`
        : known.length === 0
          ? `What was read has no ${kind}s.`
          : `The ${kind}s are ${known.toSorted().join(", ")}.`;
    throw new PywardError(
      "usage",
      `nothing that was read has ${kind === "extra" ? "an extra" : "a group"} called ${name}`,
      { hint },
    );
  }
}
