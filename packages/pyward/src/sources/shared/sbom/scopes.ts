import type { Scope } from "../../../model/index.ts";
import { spread, targetsBy, type Link, type SbomGraph } from "./graph.ts";
import type { Sbom } from "./sbom.ts";

/** Of more scopes each stays with the packages that it is said of. */
const MAX_SPREAD = 20;

/**
 * What the package at a place is used for: what its component says, else what the relations that lead to it say and what
 * the packages that need it are used for. Sorted, at least one.
 */
export function scopesIn(sbom: Sbom, graph: SbomGraph): (place: number) => readonly Scope[] {
  const targets = targetsBy(
    sbom.relations.flatMap(({ from, to, scope }): Link[] =>
      scope === null && ownScopes(sbom, to).length === 0 ? [[from, to]] : [],
    ),
  );
  const found = new Map<number, Scope[]>();
  const starts = [...startsOf(sbom, graph)];
  for (const [at, [scope, places]] of starts.entries()) {
    const reached = new Set<number>();
    spread(places, at < MAX_SPREAD ? targets : new Map(), reached);
    for (const place of reached) {
      const known = found.get(place);
      if (known === undefined) found.set(place, [scope]);
      else known.push(scope);
    }
  }
  return (place) => {
    const own = ownScopes(sbom, place);
    const scopes = own.length > 0 ? own : (found.get(place) ?? []);
    return scopes.length > 0 ? [...new Set(scopes)].toSorted() : ["main"];
  };
}

function ownScopes({ components }: Sbom, place: number): readonly Scope[] {
  return components[place]?.scopes ?? [];
}

/** Where each scope is said; `main` of what is direct and has no other. */
function startsOf(sbom: Sbom, graph: SbomGraph): ReadonlyMap<Scope, readonly number[]> {
  const starts = new Map<Scope, number[]>([["main", []]]);
  const add = (scope: Scope, place: number): void => {
    const known = starts.get(scope);
    if (known === undefined) starts.set(scope, [place]);
    else known.push(place);
  };
  const scoped = new Set<number>();
  for (const [place, { scopes }] of sbom.components.entries()) {
    for (const scope of scopes) add(scope, place);
    if (scopes.length > 0) scoped.add(place);
  }
  for (const { to, scope } of sbom.relations) {
    if (scope === null || ownScopes(sbom, to).length > 0) continue;
    add(scope, to);
    scoped.add(to);
  }
  for (const place of graph.direct) if (!scoped.has(place)) add("main", place);
  return starts;
}
