import {
  evaluateMarkerPartially,
  formatMarker,
  parseMarker,
  parseVersion,
  type Marker,
  type MarkerComparison,
  type MarkerOperand,
} from "../../python/index.ts";

/**
 * When something is reached: one of the alternatives, each a list of things that hold together, written as PEP 508.
 * Null: always. Whatever has to be cut short is made weaker, never stronger: a condition may hold where the package is
 * not needed, but never fails where it is.
 */
export type Condition = readonly (readonly string[])[] | null;

/** More would tell nobody anything. */
const MAX_ALTERNATIVES = 8;
const MAX_ATOMS = 8;

/** Sets of values of `extra`, as the lock's markers compare them, of which at most one can be asked for. */
export type Conflicts = readonly ReadonlySet<string>[];

/** The conditions of one lock; parses each marker once. */
export class Conditions {
  readonly #conflicts: Conflicts;
  readonly #atoms = new Map<string, MarkerComparison | Marker>();
  readonly #read = new Map<string, Condition>();
  readonly #written = new Map<string, string | null>();

  constructor(conflicts: Conflicts) {
    this.#conflicts = conflicts;
  }

  /** What a marker of the lock asks for. One that cannot be read counts as always. */
  of(marker: string | null): Condition {
    if (marker === null) return null;
    const known = this.#read.get(marker);
    if (known !== undefined) return known;
    const parsed = parseMarker(marker);
    const rest = parsed.ok && withoutExtras(parsed.value, this.#conflicts);
    const alternatives = typeof rest === "boolean" ? [] : rest.alternatives;
    const isBounded = alternatives.length > 0 && alternatives.length <= MAX_ALTERNATIVES;
    const bounded = isBounded ? alternatives.map((atoms) => atoms.map((atom) => this.#keep(atom))) : null;
    this.#read.set(marker, bounded);
    return bounded;
  }

  /** PEP 508 text; null: always, which is also what covers every version of Python. */
  write(condition: Condition): string | null {
    if (condition === null) return null;
    const key = JSON.stringify(condition);
    const known = this.#written.get(key);
    if (known !== undefined) return known;
    const marker: Marker = {
      kind: "alternatives",
      alternatives: condition.map((atoms) => atoms.flatMap((atom) => this.#atoms.get(atom) ?? [])),
    };
    const text = condition.length > 1 && holdsForEveryPython(marker) ? null : formatMarker(marker);
    this.#written.set(key, text);
    return text;
  }

  #keep(atom: MarkerComparison | Marker): string {
    const text = formatMarker({ kind: "alternatives", alternatives: [[atom]] });
    this.#atoms.set(text, atom);
    return text;
  }
}

/** Both hold. Where that would take too many alternatives, the first alone, which is weaker. */
export function both(first: Condition, second: Condition): Condition {
  if (first === null) return second;
  if (second === null) return first;
  const pairs = first.flatMap((some) =>
    second.map((more) => [...new Set([...some, ...more])].slice(0, MAX_ATOMS)),
  );
  return either(pairs.slice(0, 1), pairs.slice(1)) ?? first;
}

/** At least one holds. An alternative that implies another one adds nothing and is left out. */
export function either(first: Condition, second: Condition): Condition {
  if (first === null || second === null) return null;
  const kept: (readonly string[])[] = [];
  for (const atoms of [...first, ...second]) {
    if (kept.some((other) => implies(atoms, other))) continue;
    const weakest = kept.filter((other) => !implies(other, atoms));
    kept.splice(0, kept.length, ...weakest, atoms);
  }
  return kept.length > MAX_ALTERNATIVES ? null : kept;
}

/** Whether `condition` says nothing that `known` does not hold already. */
export function isCovered(condition: Condition, known: Condition): boolean {
  if (known === null) return true;
  return condition !== null && condition.every((atoms) => known.some((other) => implies(atoms, other)));
}

function implies(atoms: readonly string[], other: readonly string[]): boolean {
  return other.every((atom) => atoms.includes(atom));
}

/**
 * Poetry compares `extra` with the extras of the project, or of the package that the dependency belongs to. uv does so
 * only for conflicts between extras and groups, by names of its own (`extra-3-app-cpu`, `group-3-app-dev`). Which of them
 * asks for a package is its scope, so here such a comparison counts as true; but what asks for two that exclude each other
 * never comes about.
 */
function withoutExtras(marker: Marker, conflicts: Conflicts): Marker | boolean {
  const alternatives: (MarkerComparison | Marker)[][] = [];
  for (const given of marker.alternatives) {
    const atoms = flatten(given);
    if (isImpossible(atoms, conflicts)) continue;
    const rest = atoms.map((atom) =>
      atom.kind === "comparison" ? isAboutExtra(atom) || atom : withoutExtras(atom, conflicts),
    );
    if (rest.includes(false)) continue;
    const kept = rest.filter((atom) => typeof atom !== "boolean");
    if (kept.length === 0) return true;
    alternatives.push(kept);
  }
  return alternatives.length === 0 ? false : { kind: "alternatives", alternatives };
}

/** Atoms in parentheses that hold nothing but `and` join those around them. */
function flatten(atoms: readonly (MarkerComparison | Marker)[]): readonly (MarkerComparison | Marker)[] {
  return atoms.flatMap((atom) => {
    const [only, ...others] = atom.kind === "alternatives" ? atom.alternatives : [];
    return only === undefined || others.length > 0 ? [atom] : flatten(only);
  });
}

function isImpossible(atoms: readonly (MarkerComparison | Marker)[], conflicts: Conflicts): boolean {
  if (conflicts.length === 0) return false;
  const chosen = new Set(
    atoms.flatMap((atom) => (atom.kind === "comparison" ? (chosenExtra(atom) ?? []) : [])),
  );
  return chosen.size > 1 && conflicts.some((set) => [...chosen].filter((name) => set.has(name)).length > 1);
}

function chosenExtra({ left, operator, right }: MarkerComparison): string | null {
  const isChoice = operator === "==" && left.kind === "variable" && left.name === "extra";
  return isChoice && right.kind === "literal" ? right.value : null;
}

function isAboutExtra({ left, right }: MarkerComparison): boolean {
  return [left, right].some((operand) => operand.kind === "variable" && EXTRA.has(operand.name));
}

const EXTRA = new Set(["extra", "extras", "dependency_groups"]);

/** The forks of a lock often split Python's versions without leaving any out. A comparison changes only near its version. */
function holdsForEveryPython(marker: Marker): boolean {
  const versions = [...new Set(literalsOf(marker))].flatMap(neighbours);
  return [...versions, "2.7.0", "3.0.0", "4.0.0"].every(
    (version) => evaluateMarkerPartially(marker, { python_full_version: version }) === true,
  );
}

function literalsOf(marker: Marker): readonly string[] {
  return marker.alternatives.flat().flatMap((atom) => {
    if (atom.kind === "alternatives") return literalsOf(atom);
    return [atom.left, atom.right].flatMap((operand: MarkerOperand) =>
      operand.kind === "literal" ? operand.value : [],
    );
  });
}

function neighbours(literal: string): readonly string[] {
  const parsed = parseVersion(literal.replace(/\.\*$/, ""));
  if (!parsed.ok) return [];
  const [major, minor, patch] = [0, 1, 2].map((place) => Number(parsed.value.release[place] ?? 0));
  if (major === undefined || minor === undefined || patch === undefined) return [];
  const near = [minor - 1, minor, minor + 1].flatMap((step) => [
    `${major}.${step}.0`,
    `${major}.${step}.${Math.max(patch - 1, 0)}`,
    `${major}.${step}.${patch}`,
    `${major}.${step}.${patch + 1}`,
    `${major}.${step}.99`,
  ]);
  return near.filter((version) => !version.includes("-"));
}
