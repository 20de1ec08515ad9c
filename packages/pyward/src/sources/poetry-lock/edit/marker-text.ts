import { normalizeName, type Marker, type MarkerComparison } from "../../../python/index.ts";
import { shapeOf } from "../../shared/lock-edit/marker-shape.ts";
import {
  intersectRanges,
  isMinor,
  nextMinor,
  type PythonInterval,
} from "../../shared/lock-edit/python-range.ts";

export type WrittenMarker =
  /** `text` null: none is written. */
  | { readonly kind: "marker"; readonly text: string | null }
  /** `never`: not in the environments of the lock, so that Poetry leaves it out. */
  | { readonly kind: "never" | "unclear" };

/** What a requirement's marker says, and for which extra of its package it is; null: for none. */
export interface SplitMarker {
  readonly extra: string | null;
  /** As Poetry repeats it, with the extra and without. */
  readonly whole: WrittenMarker;
  readonly rest: WrittenMarker;
}

const UNCLEAR: WrittenMarker = { kind: "unclear" };

/** Poetry repeats a marker in the order in which it is written, and simplifies some: those are unclear. */
export function splitMarker(marker: Marker | null, pythons: PythonInterval): SplitMarker {
  const none: WrittenMarker = { kind: "marker", text: null };
  if (marker === null) return { extra: null, whole: none, rest: none };
  const atoms = conjunction(marker);
  const extras = atoms?.filter(isExtra) ?? [];
  const [extra] = extras;
  if (atoms === null) {
    const text = mentionsExtra(marker) ? UNCLEAR : alternatives(marker, pythons);
    return { extra: null, whole: text, rest: text };
  }
  if (extras.length > 1 || (extra !== undefined && extra.operator !== "=="))
    return { extra: null, whole: UNCLEAR, rest: UNCLEAR };
  const others = atoms.filter((atom) => !isExtra(atom));
  const isClear = others.length === 0 || isPlain(others);
  const name = extra?.right.kind === "literal" ? extra.right.value : null;
  const shape = shapeOf(
    { kind: "alternatives", alternatives: [others.length === 0 ? [] : others] },
    new Set(),
  );
  if (others.length > 0 && (shape === "unclear" || !isClear))
    return { extra: name, whole: UNCLEAR, rest: UNCLEAR };
  const isNever =
    shape === "never" || (shape !== "unclear" && intersectRanges(shape.python, [pythons]).length === 0);
  const write = (list: readonly MarkerComparison[]): WrittenMarker => ({
    kind: "marker",
    text: list.length === 0 ? null : list.map(comparisonText).join(" and "),
  });
  return {
    extra: name === null ? null : normalizeName(name),
    whole: isNever ? { kind: "never" } : write(atoms),
    rest: write(others),
  };
}

/** Null: it has alternatives. */
function conjunction({ alternatives: [first, ...more] }: Marker): readonly MarkerComparison[] | null {
  if (first === undefined || more.length > 0) return null;
  const atoms: MarkerComparison[] = [];
  for (const atom of first) {
    const inner = atom.kind === "comparison" ? [atom] : conjunction(atom);
    if (inner === null) return null;
    atoms.push(...inner);
  }
  return atoms;
}

function isExtra({ left }: MarkerComparison): boolean {
  return left.kind === "variable" && left.name === "extra";
}

function mentionsExtra({ alternatives: lists }: Marker): boolean {
  return lists.flat().some((atom) => (atom.kind === "comparison" ? isExtra(atom) : mentionsExtra(atom)));
}

/** Alternatives of one comparison each, of different values or things. */
function alternatives(marker: Marker, pythons: PythonInterval): WrittenMarker {
  const atoms = marker.alternatives.map(([atom, ...more]) =>
    atom?.kind === "comparison" && more.length === 0 ? atom : null,
  );
  const plain = atoms.filter((atom) => atom !== null);
  if (plain.length < atoms.length || plain.some((atom) => !isPlain([atom]))) return UNCLEAR;
  if (plain.some(({ operator }) => operator === "!=")) return UNCLEAR;
  if (plain.filter(isPython).length > 1) return UNCLEAR;
  const shapes = plain.map((atom) => shapeOf({ kind: "alternatives", alternatives: [[atom]] }, new Set()));
  const isSomewhere = shapes.every(
    (shape) => typeof shape !== "string" && intersectRanges(shape.python, [pythons]).length > 0,
  );
  const texts = plain.map(comparisonText);
  if (!isSomewhere || new Set(texts).size < texts.length) return UNCLEAR;
  return { kind: "marker", text: texts.join(" or ") };
}

/** Nothing in it says what something else in it says already. */
function isPlain(atoms: readonly MarkerComparison[]): boolean {
  if (
    !atoms.every(
      ({ left, right }) =>
        left.kind === "variable" && right.kind === "literal" && /^[\w.-]+$/.test(right.value),
    )
  )
    return false;
  const bounds = atoms.filter(isPython);
  const texts = atoms.filter((atom) => !isPython(atom));
  const byName = Map.groupBy(texts, ({ left }) => (left.kind === "variable" ? left.name : ""));
  for (const same of byName.values())
    if (same.length > 1 && !same.every(({ operator }) => operator === "!=")) return false;
  return bounds.length < 2 || isPlainRange(bounds);
}

function isPython({ left }: MarkerComparison): boolean {
  return left.kind === "variable" && left.name.startsWith("python_");
}

/** One lower and one upper bound, more than one minor version apart. */
function isPlainRange(bounds: readonly MarkerComparison[]): boolean {
  const names = new Set(bounds.map(({ left }) => (left.kind === "variable" ? left.name : "")));
  const signs = bounds
    .map(({ operator }) => operator)
    .toSorted()
    .join(" ");
  if (bounds.length !== 2 || names.size !== 1 || signs !== "< >=") return false;
  const shape = shapeOf({ kind: "alternatives", alternatives: [[...bounds]] }, new Set());
  const [low, high] = typeof shape === "string" ? [] : (shape.python[0] ?? []);
  return low !== undefined && high !== undefined && isMinor(low) && high > nextMinor(low);
}

function comparisonText({ left, operator, right }: MarkerComparison): string {
  const name = left.kind === "variable" ? left.name : "";
  return `${name} ${operator} "${right.kind === "literal" ? right.value : ""}"`;
}
