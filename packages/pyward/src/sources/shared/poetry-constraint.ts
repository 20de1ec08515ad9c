import {
  compareVersions,
  formatVersion,
  parseSpecifiers,
  parseVersion,
  satisfies,
  type Version,
  type VersionNumber,
} from "../../python/index.ts";

/** One comparison as PEP 440 writes it. */
export interface Comparison {
  readonly operator: ">=" | ">" | "<=" | "<" | "==" | "!=";
  readonly version: Version;
  /** `==1.2.*`, `!=1.2.*`. */
  readonly isPrefix: boolean;
}

/** A constraint of Poetry: one of the alternatives, in each of which everything holds. An empty one: any version. */
export type Constraint = readonly (readonly Comparison[])[];

/** Far above any real constraint. */
const MAX_LENGTH = 2000;

/**
 * Reads a constraint as Poetry 2 does: `||` and `|` between alternatives, commas and blanks between what holds together,
 * `^`, `~`, `.*` and a bare version on top of PEP 440's operators. Null: Poetry refuses it.
 */
export function parseConstraint(text: string): Constraint | null {
  if (text.length > MAX_LENGTH) return null;
  const alternatives: (readonly Comparison[])[] = [];
  for (const part of text.split(/\|\|?/)) {
    const comparisons = readAll(part);
    if (comparisons === null) return null;
    alternatives.push(comparisons);
  }
  return alternatives;
}

/** An operator may stand apart from its version. */
const TOKEN = /[\^~=<>!]*[ \t]*[^\s,^~=<>]+/y;

function readAll(part: string): readonly Comparison[] | null {
  const text = part.trim();
  const comparisons: Comparison[] = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    if (!TOKEN.test(text)) return null;
    const end = TOKEN.lastIndex;
    const single = readSingle(text.slice(at, end));
    if (single === null) return null;
    comparisons.push(...single);
    at = end;
    while (at < text.length && /[\s,]/.test(text.charAt(at))) at++;
  }
  return text === "" ? null : comparisons;
}

function readSingle(token: string): readonly Comparison[] | null {
  const operator = /^[\^~=<>!]*/.exec(token)?.[0] ?? "";
  const rest = token.slice(operator.length).trim();
  if (operator === "" && /^v?[xX*](?:\.[xX*])*$/.test(rest)) return [];
  const wildcard = /(?:\.\*)+$/.exec(rest)?.[0] ?? "";
  const parsed = parseVersion(
    rest.toLowerCase() === "dev" ? "0.dev0" : rest.slice(0, rest.length - wildcard.length),
  );
  if (!parsed.ok) return null;
  const version = parsed.value;
  if (wildcard !== "") return readWildcard(operator, version, wildcard);
  if (operator === "^") return [atLeast(version), below(version, breakingPlace(version))];
  if (operator === "~") return [atLeast(version), below(version, version.release.length > 1 ? 1 : 0)];
  if (operator === "~=") return [atLeast(version), below(version, Math.max(version.release.length - 2, 0))];
  const plain = OPERATORS.get(operator);
  return plain === undefined ? null : [{ operator: plain, version, isPrefix: false }];
}

/** `<>` is an equality to Poetry. */
const OPERATORS: ReadonlyMap<string, Comparison["operator"]> = new Map<string, Comparison["operator"]>([
  ["", "=="],
  ["=", "=="],
  ["==", "=="],
  ["<>", "=="],
  ["!=", "!="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
]);

/** With an ordering the wildcard says nothing. Several `.*` are allowed only behind a bare version, `==` or `!=`. */
function readWildcard(operator: string, version: Version, wildcard: string): readonly Comparison[] | null {
  const plain = OPERATORS.get(operator);
  if (plain === undefined) return null;
  if (plain === "==" || plain === "!=") return [{ operator: plain, version, isPrefix: true }];
  return wildcard === ".*" ? [{ operator: plain, version, isPrefix: false }] : null;
}

function atLeast(version: Version): Comparison {
  return { operator: ">=", version, isPrefix: false };
}

/** What `.*` begins with: the development releases. A pre-release is its own beginning. */
function firstOf(version: Version): Version {
  const parsed = parseVersion(`${formatVersion(version)}.dev0`);
  return parsed.ok ? parsed.value : version;
}

/** Below the release in which the number at `place` is one more and those after it are zero. */
function below(version: Version, place: number): Comparison {
  return { operator: "<", version: raise(version, place), isPrefix: false };
}

function raise(version: Version, place: number): Version {
  const release = version.release.map((number, at) =>
    at < place ? number : at === place ? oneMore(number) : 0,
  );
  const epoch = Number(version.epoch) === 0 ? "" : `${version.epoch}!`;
  const parsed = parseVersion(`${epoch}${release.join(".")}`);
  return parsed.ok ? parsed.value : version;
}

function oneMore(number: VersionNumber): VersionNumber {
  return typeof number === "bigint" ? number + 1n : number + 1;
}

/** The first of major, minor and patch that is not zero, or the last that is written: what a caret keeps below. */
function breakingPlace({ release }: Version): number {
  const [major = 0, minor = 0] = release;
  if (Number(major) > 0 || release.length < 2) return 0;
  return Number(minor) > 0 || release.length < 3 ? 1 : 2;
}

/**
 * PEP 440 text; null: any version. PEP 440 knows no alternatives: of several, this is the smallest range that holds them
 * all, so that nothing which Poetry allows is left out.
 */
export function toSpecifiers(constraint: Constraint): string | null {
  const [only, ...others] = constraint;
  const comparisons = others.length === 0 ? (only ?? []) : hull(constraint);
  if (comparisons.length === 0) return null;
  return comparisons
    .map(({ operator, version, isPrefix }) => `${operator}${formatVersion(version)}${isPrefix ? ".*" : ""}`)
    .join(",");
}

function hull(constraint: Constraint): readonly Comparison[] {
  const bounds = constraint.map((comparisons) => comparisons.flatMap(boundsOf));
  const lowest = bounds.map((each) => extreme(each.filter(isLower), 1)).reduce(weaker(-1), undefined);
  const highest = bounds.map((each) => extreme(each.filter(isUpper), -1)).reduce(weaker(1), undefined);
  return [lowest, highest].filter((bound) => bound !== undefined && bound !== null);
}

function isLower({ operator }: Comparison): boolean {
  return operator === ">=" || operator === ">";
}

function isUpper({ operator }: Comparison): boolean {
  return operator === "<=" || operator === "<";
}

/** What a comparison says about the two ends. */
function boundsOf(comparison: Comparison): readonly Comparison[] {
  const { operator, version, isPrefix } = comparison;
  if (operator === "!=") return [];
  if (operator !== "==") return [comparison];
  if (isPrefix) return [atLeast(firstOf(version)), below(version, version.release.length - 1)];
  return [atLeast(version), { operator: "<=", version, isPrefix: false }];
}

/** The strictest of the bounds of one alternative: the highest lower one, the lowest upper one; null: it has none. */
function extreme(bounds: readonly Comparison[], direction: 1 | -1): Comparison | null {
  return bounds.reduce<Comparison | null>((strictest, bound) => {
    const order = strictest === null ? direction : compareVersions(bound.version, strictest.version);
    return order === direction || (order === 0 && !bound.operator.endsWith("=")) ? bound : strictest;
  }, null);
}

/** Of two alternatives the one that reaches further; null, which reaches everywhere, wins. Undefined: none yet. */
function weaker(direction: 1 | -1) {
  return (known: Comparison | null | undefined, next: Comparison | null): Comparison | null => {
    if (known === undefined || next === null || known === null) return known === null ? null : next;
    const order = compareVersions(next.version, known.version);
    return order === direction || (order === 0 && next.operator.endsWith("=")) ? next : known;
  };
}

/** The one version that a constraint leaves: a single `==` that the rest of it allows; null: more than one, or none. */
export function exactVersion(constraint: Constraint): string | null {
  const [only = [], ...others] = constraint;
  const named = only.filter(({ operator, isPrefix }) => operator === "==" && !isPrefix);
  const [first, ...more] = named;
  if (first === undefined || others.length + more.length > 0) return null;
  if (only.length > 1 && !allows(only, first.version)) return null;
  return formatVersion(first.version);
}

/** Whether one of the alternatives allows the version. Pre-releases count like any other. */
export function allowsVersion(constraint: Constraint, version: Version): boolean {
  return constraint.some((comparisons) => allows(comparisons, version));
}

function allows(comparisons: readonly Comparison[], version: Version): boolean {
  const parsed = parseSpecifiers(toSpecifiers([comparisons]) ?? "");
  return parsed.ok && satisfies(version, parsed.value, { prereleases: true });
}
