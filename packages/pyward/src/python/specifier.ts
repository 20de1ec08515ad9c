import { isDigit } from "./ascii.ts";
import { failure, success } from "./result.ts";
import type { Result } from "./result.ts";
import { formatVersion, isPrerelease, makeVersion, parseVersion } from "./version.ts";
import type { Version } from "./version.ts";
import { skipPythonSpace, stripPythonSpace } from "./white-space.ts";

export type SpecifierOperator = "~=" | "==" | "!=" | "<=" | ">=" | "<" | ">" | "===";

/** One clause of PEP 440, "Version specifiers". */
export interface Specifier {
  readonly operator: SpecifierOperator;
  /** As written, with its `.*`; empty only after `===`. */
  readonly version: string;
  /** `==1.2.*` and `!=1.2.*`. */
  readonly isPrefix: boolean;
  /**
   * What a candidate is compared with: the version, for a prefix the release before `.*`, for `<1.0` the start
   * of 1.0's own pre-releases (1.0.dev0). null where `===` names something that is no version.
   */
  readonly bound: Version | null;
  /** Names a pre-release, and so admits pre-releases. */
  readonly namesPrerelease: boolean;
}

/** All must hold; an empty set admits everything. In the order written, repetitions kept. */
export interface SpecifierSet {
  readonly specifiers: readonly Specifier[];
}

const EQUALS = 0x3d;

/** The operator that stands at `at`, the longest one. */
export function readOperator(text: string, at: number): SpecifierOperator | null {
  const hasEquals = text.charCodeAt(at + 1) === EQUALS;
  switch (text.charCodeAt(at)) {
    case EQUALS:
      if (!hasEquals) return null;
      return text.charCodeAt(at + 2) === EQUALS ? "===" : "==";
    case 0x3e:
      return hasEquals ? ">=" : ">";
    case 0x3c:
      return hasEquals ? "<=" : "<";
    case 0x21:
      return hasEquals ? "!=" : null;
    case 0x7e:
      return hasEquals ? "~=" : null;
    default:
      return null;
  }
}

/**
 * PEP 440, "Version specifiers": clauses separated by commas; empty ones (`==1.0,`) are skipped, as the
 * reference implementation does. Errors: `invalid-specifier`, `number-too-long`.
 */
export function parseSpecifiers(text: string): Result<SpecifierSet> {
  const specifiers: Specifier[] = [];
  let start = 0;
  while (start <= text.length) {
    const comma = text.indexOf(",", start);
    const end = comma === -1 ? text.length : comma;
    if (skipPythonSpace(text, start) < end) {
      const specifier = parseSpecifier(text.slice(start, end));
      if (!specifier.ok)
        return failure(specifier.error.code, specifier.error.message, start + specifier.error.offset);
      specifiers.push(specifier.value);
    }
    start = end + 1;
  }
  return success({ specifiers });
}

/** One clause, without a comma's meaning. */
export function parseSpecifier(text: string): Result<Specifier> {
  const start = skipPythonSpace(text, 0);
  const operator = readOperator(text, start);
  if (operator === null) return invalid("no comparison operator", start);
  const offset = skipPythonSpace(text, start + operator.length);
  return parseClause(operator, stripPythonSpace(text.slice(offset)), offset);
}

/** `version` has no white space around it; `offset` is where it stands, for errors. */
export function parseClause(operator: SpecifierOperator, version: string, offset: number): Result<Specifier> {
  if (operator === "===") return parseArbitrary(version, offset);
  const isPrefix = version.endsWith(".*");
  if (isPrefix && operator !== "==" && operator !== "!=")
    return invalid("`.*` goes with == and != only", offset);
  const parsed = parseVersion(isPrefix ? version.slice(0, -2) : version);
  if (!parsed.ok) {
    if (parsed.error.code === "number-too-long")
      return failure("number-too-long", parsed.error.message, offset);
    return invalid("not a version", offset);
  }
  const problem = findProblem(operator, version, parsed.value);
  if (problem !== null) return invalid(problem, offset);
  return success(makeSpecifier(operator, version, parsed.value));
}

function invalid(message: string, offset: number): Result<never> {
  return failure("invalid-specifier", message, offset);
}

/** PEP 440, "Arbitrary equality": any text, even none, but what would end it inside a requirement. */
function parseArbitrary(version: string, offset: number): Result<Specifier> {
  for (let index = 0; index < version.length; index++) {
    const code = version.charCodeAt(index);
    if (code === 0x3b || code === 0x29 || skipPythonSpace(version, index) > index) {
      return invalid("white space, `;` or `)` after ===", offset + index);
    }
  }
  const parsed = parseVersion(version);
  if (!parsed.ok && parsed.error.code === "number-too-long") {
    return failure("number-too-long", parsed.error.message, offset);
  }
  const bound = parsed.ok ? parsed.value : null;
  const namesPrerelease = bound !== null && isPrerelease(bound);
  return success({ operator: "===", version, isPrefix: false, bound, namesPrerelease });
}

function findProblem(operator: SpecifierOperator, text: string, version: Version): string | null {
  if (text.endsWith(".*")) {
    const isBare =
      version.pre === null && version.post === null && version.dev === null && version.local === null;
    return isBare && isDigit(text.charCodeAt(text.length - 3)) ? null : "`.*` goes after a release only";
  }
  if (version.local !== null && operator !== "==" && operator !== "!=")
    return "a local version goes with == and != only";
  if (operator === "~=" && version.release.length < 2) return "~= needs two numbers";
  return null;
}

function makeSpecifier(operator: SpecifierOperator, text: string, version: Version): Specifier {
  const isPrefix = text.endsWith(".*");
  const isExclusiveEnd = operator === "<" && !isPrerelease(version);
  return {
    operator,
    version: text,
    isPrefix,
    bound: isExclusiveEnd ? makeVersion({ ...version, dev: 0 }) : version,
    // `!=2.0a1` excludes one; it asks for none.
    namesPrerelease: operator !== "!=" && isPrerelease(version),
  };
}

/** Sorted, without repetitions (`==1.0` and `==1.0.0` are one), each as written. */
export function formatSpecifiers(set: SpecifierSet): string {
  const seen = new Set<string>();
  const texts: string[] = [];
  const sorted = set.specifiers
    .map((specifier) => ({ specifier, text: specifier.operator + specifier.version }))
    .toSorted((a, b) => compareCodePoints(a.text, b.text));
  for (const { specifier, text } of sorted) {
    const key = canonicalKey(specifier);
    if (!seen.has(key)) texts.push(text);
    seen.add(key);
  }
  return texts.join(",");
}

/** Two clauses with the same key mean the same. Zeros at the end matter to `~=` and before `.*`. */
function canonicalKey(specifier: Specifier): string {
  const { operator, version, isPrefix, bound } = specifier;
  if (operator === "===" || isPrefix || bound === null) return operator + version;
  if (operator === "~=") return operator + formatVersion(bound);
  const release = [...bound.release];
  while (release.length > 1 && release.at(-1) === 0) release.pop();
  // The bound of `<1.0` is that of `<1.0.dev0`, but only the second names a pre-release.
  return `${operator}${formatVersion(makeVersion({ ...bound, release }))} ${specifier.namesPrerelease}`;
}

/** Python's order of strings; JavaScript's differs above U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index))
      return (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0);
  }
  return a.length - b.length;
}
