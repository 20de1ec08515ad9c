import type { Scope } from "../../model/index.ts";
import {
  formatMarker,
  normalizeName,
  parseMarker,
  type Marker,
  type MarkerComparison,
} from "../../python/index.ts";

/** Who asks for a package, and under what condition besides. */
export interface Selection {
  /** Sorted, at least one. */
  readonly scopes: readonly Scope[];
  /** PEP 508 text without the variables of lock files; null: always. */
  readonly marker: string | null;
}

const ALWAYS: Selection = { scopes: ["main"], marker: null };

/**
 * Tells apart the two things that a marker of a lock file says (PEP 751, "Marker expression changes"): membership in
 * `extras` and `dependency_groups` gives scopes, the rest stays a condition. A group that is installed by default is
 * `main`. What cannot be told apart makes the condition weaker, never stronger; a marker that cannot be read is always.
 */
export function readSelection(text: string | null, defaultGroups: ReadonlySet<string>): Selection {
  if (text === null) return ALWAYS;
  const parsed = parseMarker(text);
  if (!parsed.ok) return ALWAYS;
  if (!/extra|dependency_groups/.test(text)) return { scopes: ["main"], marker: formatMarker(parsed.value) };
  const { scopes, rest } = split(parsed.value, defaultGroups);
  return { scopes: [...scopes].toSorted(), marker: rest === null ? null : formatMarker(rest) };
}

interface Part {
  readonly scopes: ReadonlySet<Scope>;
  /** Null: always. */
  readonly rest: Marker | MarkerComparison | null;
}

/** The parser bounds the depth. */
function split(marker: Marker, defaultGroups: ReadonlySet<string>): Part & { readonly rest: Marker | null } {
  const alternatives = marker.alternatives.map((atoms) => {
    const parts = atoms.map((atom) =>
      atom.kind === "alternatives" ? split(atom, defaultGroups) : splitComparison(atom, defaultGroups),
    );
    return { scopes: together(parts), rest: parts.flatMap(({ rest }) => rest ?? []) };
  });
  const isAlways = alternatives.some(({ rest }) => rest.length === 0);
  return {
    scopes: new Set(alternatives.flatMap(({ scopes }) => [...scopes])),
    rest: isAlways
      ? null
      : { kind: "alternatives", alternatives: distinct(alternatives.map(({ rest }) => rest)) },
  };
}

/** What holds together with an extra is not `main`, unless each part can do without one. */
function together(parts: readonly Part[]): ReadonlySet<Scope> {
  const all = new Set(parts.flatMap(({ scopes }) => [...scopes]));
  if (parts.some(({ scopes }) => !scopes.has("main"))) all.delete("main");
  return all;
}

function splitComparison(comparison: MarkerComparison, defaultGroups: ReadonlySet<string>): Part {
  const { left, operator, right } = comparison;
  const variable = [left, right].find((operand) => operand.kind === "variable" && SETS.has(operand.name));
  if (variable === undefined) return { scopes: MAIN, rest: comparison };
  const isChoice = operator === "in" && left.kind === "literal" && right.kind === "variable";
  if (!isChoice) return { scopes: MAIN, rest: null };
  const name = normalizeName(left.value);
  if (right.name === "extras") return { scopes: new Set<Scope>([`extra:${name}`]), rest: null };
  return { scopes: defaultGroups.has(name) ? MAIN : new Set<Scope>([`group:${name}`]), rest: null };
}

const MAIN: ReadonlySet<Scope> = new Set<Scope>(["main"]);
const SETS: ReadonlySet<string> = new Set(["extras", "dependency_groups"]);

type Alternatives = Marker["alternatives"];

function distinct(alternatives: Alternatives): Alternatives {
  const known = new Map(
    alternatives.map((atoms) => [formatMarker({ kind: "alternatives", alternatives: [atoms] }), atoms]),
  );
  return [...known.values()];
}
