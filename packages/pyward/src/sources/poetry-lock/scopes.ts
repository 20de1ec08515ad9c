import type { Scope } from "../../model/index.ts";
import { isValidName, normalizeName, parseMarker, type Marker } from "../../python/index.ts";
import type { Graph } from "./graph.ts";
import type { LockPackage } from "./schema.ts";

/** The scopes from which a walk comes to each package, by its place; sorted, empty where none comes. */
export interface Reached {
  readonly scopes: readonly (readonly Scope[])[];
  /** The walks took too long and were ended. */
  readonly isCut: boolean;
}

/** Steps over links, for all scopes together: a hundred times what the largest lock seen takes. */
const MAX_STEPS = 2_000_000;

/** One walk for each scope, in the order of their names, so that the lists come out sorted. */
export function walkScopes({ links, roots }: Graph): Reached {
  const scopes: Scope[][] = links.map(() => []);
  const starts = Map.groupBy(roots, ({ scope }) => scope);
  let steps = 0;
  for (const scope of [...starts.keys()].toSorted()) {
    const queue: number[] = [];
    const reach = (place: number): void => {
      const reached = scopes[place];
      if (reached === undefined || reached.at(-1) === scope) return;
      reached.push(scope);
      queue.push(place);
    };
    for (const { to } of starts.get(scope) ?? []) reach(to);
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
      const next = links[place] ?? [];
      steps += next.length + 1;
      if (steps > MAX_STEPS) return { scopes, isCut: true };
      for (const { to } of next) reach(to);
    }
  }
  return { scopes, isCut: false };
}

/**
 * The scopes of a package: its groups, as the lock has them. What is in `main` only for extras has these in its place.
 * Most locks of version 2.0 name no groups; there, what the walks found. What nothing says counts as `main`, the strictest.
 */
export function scopesOf(locked: LockPackage, reached: readonly Scope[]): readonly Scope[] {
  const found = locked.groups === null ? unsaidScopes(locked, reached) : groupScopes(locked, reached);
  return found.length === 0 ? ["main"] : [...new Set(found)].toSorted();
}

function groupScopes(locked: LockPackage, reached: readonly Scope[]): readonly Scope[] {
  return (locked.groups ?? []).flatMap((group) =>
    group === "main" ? mainScopes(locked, reached) : [`group:${group}` as const],
  );
}

function mainScopes(locked: LockPackage, reached: readonly Scope[]): readonly Scope[] {
  const { markers, isOptional } = locked;
  const marker =
    markers.kind === "one"
      ? markers.marker
      : markers.kind === "by-group"
        ? markers.markers.get("main")
        : null;
  const parsed = parseMarker(marker ?? "");
  const required = parsed.ok ? requiredExtras(parsed.value) : null;
  if (required !== null) return required.map((extra): Scope => `extra:${extra}`);
  const extras = reached.filter(isExtra);
  return isOptional && extras.length > 0 ? extras : ["main"];
}

function unsaidScopes({ isOptional }: LockPackage, reached: readonly Scope[]): readonly Scope[] {
  const others = reached.filter((scope) => !isExtra(scope));
  if (isOptional) return reached.filter((scope) => scope !== "main");
  return others.length === 0 || others.includes("main") ? others : reached;
}

function isExtra(scope: Scope): boolean {
  return scope.startsWith("extra:");
}

/** The extras of which the marker needs one; null where it also holds without any. */
function requiredExtras({ alternatives }: Marker): readonly string[] | null {
  const extras: string[] = [];
  for (const atoms of alternatives) {
    const required = atoms.flatMap((atom) => {
      if (atom.kind === "alternatives") return requiredExtras(atom) ?? [];
      const { left, operator, right } = atom;
      const isChoice = left.kind === "variable" && left.name === "extra" && operator === "==";
      return isChoice && right.kind === "literal" && isValidName(right.value)
        ? [normalizeName(right.value)]
        : [];
    });
    if (required.length === 0) return null;
    extras.push(...required);
  }
  return extras;
}
