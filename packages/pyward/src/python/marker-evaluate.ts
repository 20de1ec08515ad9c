import type { MarkerEnvironment } from "./marker-environment.ts";
import { toMarkerVariable } from "./marker.ts";
import type { Marker, MarkerComparison, MarkerOperator, MarkerVariable } from "./marker.ts";
import { normalizeName } from "./name.ts";
import { matchesOne } from "./specifier-match.ts";
import { parseSpecifier } from "./specifier.ts";
import { parseVersion } from "./version.ts";

/** Where the marker stands: it decides which of the variables besides PEP 508's exist. */
export type MarkerContext = "requirement" | "metadata" | "lock-file";

export interface MarkerOptions {
  /** Default `metadata`. There `extra` is empty unless given; in a `lock-file` the two sets are. */
  readonly context?: MarkerContext;
  readonly extra?: string;
  /** PEP 751: what the installation asks for. */
  readonly extras?: readonly string[];
  readonly dependencyGroups?: readonly string[];
}

/** The value of each variable; a set for the two of PEP 751; absent where it does not exist. */
export type MarkerValues = { readonly [name in MarkerVariable]?: string | ReadonlySet<string> };

/**
 * PEP 508, "Environment Markers", as `packaging` 26 evaluates. null: a comparison is undefined (`~=` between
 * words, a variable that the context does not have), wherever it stands.
 */
export function evaluateMarker(
  marker: Marker,
  environment: MarkerEnvironment,
  options: MarkerOptions = {},
): boolean | null {
  return evaluateAll(marker, markerValues(environment, options));
}

export function markerValues(environment: Partial<MarkerEnvironment>, options: MarkerOptions): MarkerValues {
  const context = options.context ?? "metadata";
  const full = environment.python_full_version;
  const extra = options.extra ?? (context === "metadata" ? "" : undefined);
  const none = context === "lock-file" ? [] : undefined;
  return {
    ...environment,
    // An interpreter built from a checkout says `3.14.0a1+`, which is no version.
    ...(full?.endsWith("+") ? { python_full_version: `${full}local` } : {}),
    ...(extra === undefined ? {} : { extra: normalizeName(extra) }),
    ...toSet("extras", options.extras ?? none),
    ...toSet("dependency_groups", options.dependencyGroups ?? none),
  };
}

function toSet(name: MarkerVariable, names: readonly string[] | undefined): MarkerValues {
  return names === undefined ? {} : { [name]: new Set(names.map(normalizeName)) };
}

function evaluateAll(marker: Marker, values: MarkerValues): boolean | null {
  let result = false;
  for (const atoms of marker.alternatives) {
    let all = true;
    for (const atom of atoms) {
      const holds = atom.kind === "comparison" ? evaluateComparison(atom, values) : evaluateAll(atom, values);
      if (holds === null) return null;
      all &&= holds;
    }
    result ||= all;
  }
  return result;
}

/**
 * One side is looked up: the left one if it is a variable, else the right one. The other side stands for
 * itself, be it the name of a variable.
 */
export function evaluateComparison(comparison: MarkerComparison, values: MarkerValues): boolean | null {
  const name = comparedVariable(comparison);
  const value = name === undefined ? undefined : values[name];
  if (name === undefined || value === undefined) return null;
  const { left, operator, right } = comparison;
  if (left.kind === "literal") return compare(left.value, operator, value, name);
  const literal = right.kind === "variable" ? right.name : right.value;
  return typeof value === "string" ? compare(value, operator, literal, name) : null;
}

export function comparedVariable({ left, right }: MarkerComparison): MarkerVariable | undefined {
  if (left.kind === "variable") return left.name;
  return right.kind === "variable" ? right.name : toMarkerVariable(right.value);
}

/** The variables that hold versions, as `packaging` lists them. */
const VERSIONED: ReadonlySet<MarkerVariable> = new Set([
  "implementation_version",
  "platform_release",
  "python_full_version",
  "python_version",
] as const);

function compare(
  left: string,
  operator: MarkerOperator,
  right: string | ReadonlySet<string>,
  name: MarkerVariable,
): boolean | null {
  if (typeof right !== "string") return compareToSet(left, operator, right);
  if (!VERSIONED.has(name)) return compareTexts(left, operator, right);
  const specifier = parseSpecifier(operator + right);
  if (!specifier.ok && specifier.error.code === "number-too-long") return null;
  if (!specifier.ok) return compareTexts(left, operator, right);
  const version = parseVersion(left);
  if (!version.ok && version.error.code === "number-too-long") return null;
  return matchesOne(left, version.ok ? version.value : null, specifier.value);
}

/** What is no version has no order: `<` and `>` are false, `<=` and `>=` mean equality. */
function compareTexts(left: string, operator: MarkerOperator, right: string): boolean | null {
  switch (operator) {
    case "in":
      return right.includes(left);
    case "not in":
      return !right.includes(left);
    case "==":
    case "<=":
    case ">=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
    case ">":
      return false;
    case "~=":
    case "===":
      return null;
  }
}

/** PEP 751 defines `in` and `not in`; a set equals no text. */
function compareToSet(left: string, operator: MarkerOperator, right: ReadonlySet<string>): boolean | null {
  switch (operator) {
    case "in":
      return right.has(normalizeName(left));
    case "not in":
      return !right.has(normalizeName(left));
    case "!=":
      return true;
    case "~=":
    case "===":
      return null;
    default:
      return false;
  }
}
