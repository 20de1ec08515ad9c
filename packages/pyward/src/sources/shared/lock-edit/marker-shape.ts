import { normalizeName, type Marker, type MarkerComparison } from "../../../python/index.ts";
import {
  EVERY_PYTHON,
  intersectRanges,
  nextMinor,
  pythonAt,
  uniteRanges,
  type PythonRange,
} from "./python-range.ts";

/** A condition that is one thing for Python's version and one for each variable of text, and all of them together. */
export interface Shape {
  readonly python: PythonRange;
  /** By variable, none twice. */
  readonly texts: ReadonlyMap<TextVariable, TextSet>;
}

/** The values that are meant, or, `isExcluding`, all others. Never empty. */
export interface TextSet {
  readonly isExcluding: boolean;
  readonly values: ReadonlySet<string>;
}

const TEXT_VARIABLES = [
  "implementation_name",
  "os_name",
  "platform_machine",
  "platform_python_implementation",
  "platform_system",
  "sys_platform",
] as const;

export type TextVariable = (typeof TEXT_VARIABLES)[number];

/** `unclear`: it is more than a shape can say. `never` stands for what no environment fulfils. */
export type ShapeAnswer = Shape | "never" | "unclear";

const ALWAYS: Shape = { python: EVERY_PYTHON, texts: new Map() };

function isAlways(shape: Shape): boolean {
  return shape.texts.size === 0 && shape.python.length === 1 && isEvery(shape.python);
}

function isEvery(range: PythonRange): boolean {
  return range[0]?.[0] === 0 && range[0][1] === Infinity;
}

/** What a marker asks for where these extras of its package are wanted. */
export function shapeOf(marker: Marker | null, extras: ReadonlySet<string>): ShapeAnswer {
  if (marker === null) return ALWAYS;
  return marker.alternatives
    .map((atoms) => atoms.map((atom) => atomShape(atom, extras)).reduce(bothShapes, ALWAYS))
    .reduce(eitherShape, "never");
}

function atomShape(atom: MarkerComparison | Marker, extras: ReadonlySet<string>): ShapeAnswer {
  if (atom.kind === "alternatives") return shapeOf(atom, extras);
  const { left, operator, right } = atom;
  if (left.kind !== "variable" || right.kind !== "literal") return "unclear";
  const { name } = left;
  if (name === "extra") {
    if (operator !== "==") return "unclear";
    return extras.has(normalizeName(right.value)) ? ALWAYS : "never";
  }
  if (name === "python_version" || name === "python_full_version") return pythonShape(atom, right.value);
  const variable = TEXT_VARIABLES.find((text) => text === name);
  if (variable === undefined || (operator !== "==" && operator !== "!=")) return "unclear";
  if (!/^[\w.-]+$/.test(right.value)) return "unclear";
  const set: TextSet = { isExcluding: operator === "!=", values: new Set([right.value]) };
  return { python: EVERY_PYTHON, texts: new Map([[variable, set]]) };
}

function pythonShape({ left, operator }: MarkerComparison, literal: string): ShapeAnswer {
  const isShort = left.kind === "variable" && left.name === "python_version";
  const place = pythonAt(literal);
  // `python_version` has two numbers; what is compared with three of them is seldom what was meant.
  if (place === null || (isShort && !/^\d+\.\d+$/.test(literal) && operator !== ">=" && operator !== "<"))
    return "unclear";
  if (isShort && /^\d+\.\d+\./.test(literal)) return "unclear";
  const after = nextMinor(place);
  switch (operator) {
    case ">=":
      return ofPython([[place, Infinity]]);
    case "<":
      return ofPython([[0, place]]);
    case ">":
      return isShort ? ofPython([[after, Infinity]]) : "unclear";
    case "<=":
      return isShort ? ofPython([[0, after]]) : "unclear";
    case "==":
      return isShort ? ofPython([[place, after]]) : "unclear";
    case "!=":
      return isShort
        ? ofPython([
            [0, place],
            [after, Infinity],
          ])
        : "unclear";
    default:
      return "unclear";
  }
}

function ofPython(python: PythonRange): ShapeAnswer {
  const filled = python.filter(([low, high]) => low < high);
  return filled.length === 0 ? "never" : { python: filled, texts: new Map() };
}

function bothShapes(first: ShapeAnswer, second: ShapeAnswer): ShapeAnswer {
  if (first === "never" || second === "never") return "never";
  if (first === "unclear" || second === "unclear") return "unclear";
  const python = intersectRanges(first.python, second.python);
  if (python.length === 0) return "never";
  const texts = new Map(first.texts);
  for (const [variable, set] of second.texts) {
    const known = texts.get(variable);
    const both = known === undefined ? set : bothSets(known, set);
    if (both === null) return "never";
    texts.set(variable, both);
  }
  return { python, texts };
}

/** Null: no value is in both. */
function bothSets(first: TextSet, second: TextSet): TextSet | null {
  if (first.isExcluding && second.isExcluding)
    return { isExcluding: true, values: new Set([...first.values, ...second.values]) };
  const [positive, other] = first.isExcluding ? [second, first] : [first, second];
  const values = [...positive.values].filter((value) => other.values.has(value) !== other.isExcluding);
  return values.length === 0 ? null : { isExcluding: false, values: new Set(values) };
}

/** Only what differs in one thing can be said as one. */
export function eitherShape(first: ShapeAnswer, second: ShapeAnswer): ShapeAnswer {
  if (first === "unclear" || second === "unclear") return "unclear";
  if (first === "never") return second;
  if (second === "never") return first;
  if (isAlways(first) || isAlways(second)) return ALWAYS;
  const variables = [...new Set([...first.texts.keys(), ...second.texts.keys()])];
  const different = variables.filter(
    (variable) => !isSameSet(first.texts.get(variable), second.texts.get(variable)),
  );
  const isSamePython = JSON.stringify(first.python) === JSON.stringify(second.python);
  if (different.length === 0) return { ...first, python: uniteRanges(first.python, second.python) };
  const [variable] = different;
  if (different.length > 1 || variable === undefined || !isSamePython) return "unclear";
  const [one, two] = [first.texts.get(variable), second.texts.get(variable)];
  const united = one === undefined || two === undefined ? null : eitherSet(one, two);
  const texts = new Map(first.texts);
  if (united === null) texts.delete(variable);
  else texts.set(variable, united);
  return { python: first.python, texts };
}

/** Null: every value is in one of them. */
function eitherSet(first: TextSet, second: TextSet): TextSet | null {
  if (!first.isExcluding && !second.isExcluding)
    return { isExcluding: false, values: new Set([...first.values, ...second.values]) };
  const [excluding, other] = first.isExcluding ? [first, second] : [second, first];
  const values = [...excluding.values].filter((value) => other.values.has(value) === other.isExcluding);
  return values.length === 0 ? null : { isExcluding: true, values: new Set(values) };
}

function isSameSet(first: TextSet | undefined, second: TextSet | undefined): boolean {
  if (first === undefined || second === undefined) return first === second;
  const key = ({ isExcluding, values }: TextSet): string =>
    JSON.stringify([isExcluding, [...values].toSorted()]);
  return key(first) === key(second);
}
