import { isMinor, nextMinor, pythonText, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import type { Shape, TextSet } from "../../shared/lock-edit/marker-shape.ts";

/** What uv writes of a condition in a lock for these Pythons. `always` and `never` as the Pythons of the lock have it. */
export type WrittenMarker =
  | { readonly kind: "always" | "never" | "unclear" }
  | { readonly kind: "marker"; readonly text: string };

/**
 * uv writes Python's version first and the rest in the order of their names, and of a version only what the lock's own
 * `requires-python` does not say already.
 */
export function writeMarker(shape: Shape, pythons: PythonInterval, revision: number): WrittenMarker {
  const factors: (readonly string[])[] = [];
  const python = pythonTexts(shape, pythons);
  if (python === null) return { kind: "never" };
  if (python.length > 0) factors.push(python);
  const texts = [...shape.texts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [variable, set] of texts) {
    const written = setTexts(variable, set);
    if (written === null) return { kind: "unclear" };
    factors.push(...written);
  }
  // What these two say of each other, uv knows and may leave out.
  if (shape.texts.has("os_name") && shape.texts.has("sys_platform")) return { kind: "unclear" };
  if (factors.length === 0) return { kind: "always" };
  const isMixed = factors.length > 1 && factors.some((alternatives) => alternatives.length > 1);
  // Earlier ones multiply such products out.
  if (isMixed && revision < MIXED_SINCE) return { kind: "unclear" };
  const text = factors.map((alternatives) => {
    const either = alternatives.join(" or ");
    return isMixed && alternatives.length > 1 ? `(${either})` : either;
  });
  return { kind: "marker", text: text.join(" and ") };
}

const MIXED_SINCE = 5;

/** Alternatives; empty: every Python of the lock; null: none. */
function pythonTexts({ python }: Shape, [lowest, highest]: PythonInterval): readonly string[] | null {
  const inside = python
    .map(([low, high]): PythonInterval => [Math.max(low, lowest), Math.min(high, highest)])
    .filter(([low, high]) => low < high);
  const [first, second, ...more] = inside;
  if (first === undefined) return null;
  if (second === undefined && first[0] === lowest && first[1] === highest) return [];
  const hole: PythonInterval | null = second === undefined ? null : [first[1], second[0]];
  const isOneHole = more.length === 0 && first[0] === lowest && second?.[1] === highest;
  if (hole !== null && isOneHole && isOneMinor(hole))
    return [`python_full_version != '${pythonText(hole[0])}.*'`];
  return inside.map((interval) => intervalText(interval, [lowest, highest]));
}

function intervalText([low, high]: PythonInterval, [lowest, highest]: PythonInterval): string {
  const isFrom = low > lowest;
  const isTo = high < highest;
  if (isFrom && isTo && isOneMinor([low, high])) return `python_full_version == '${pythonText(low)}.*'`;
  return [
    ...(isFrom ? [`python_full_version >= '${pythonText(low)}'`] : []),
    ...(isTo ? [`python_full_version < '${pythonText(high)}'`] : []),
  ].join(" and ");
}

function isOneMinor([low, high]: PythonInterval): boolean {
  return isMinor(low) && high === nextMinor(low);
}

/** uv has one word for what `platform_system` and `sys_platform` both say. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ["Windows", "win32"],
  ["Linux", "linux"],
  ["Darwin", "darwin"],
]);

/** Each of the list has to hold; one of them may be alternatives. Null: not certain. */
function setTexts(variable: string, { isExcluding, values }: TextSet): readonly (readonly string[])[] | null {
  if (variable === "platform_system") return null;
  const sorted = [...values].toSorted();
  if (isExcluding) return sorted.map((value) => [`${variable} != '${value}'`]);
  return [sorted.map((value) => `${variable} == '${value}'`)];
}

/** The same in uv's words. Null: it has none. */
export function inUvWords(shape: Shape): Shape | null {
  const system = shape.texts.get("platform_system");
  if (system === undefined) return shape;
  const words = [...system.values].map((value) => SYSTEMS.get(value));
  if (shape.texts.has("sys_platform") || words.includes(undefined)) return null;
  const texts = new Map(shape.texts);
  texts.delete("platform_system");
  texts.set("sys_platform", {
    isExcluding: system.isExcluding,
    values: new Set(words.filter((word) => word !== undefined)),
  });
  return { python: shape.python, texts };
}
