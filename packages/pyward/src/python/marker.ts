import { normalizeName } from "./name.ts";
import { failure, success } from "./result.ts";
import type { Failure, Result } from "./result.ts";
import { readPythonString } from "./python-string.ts";
import { readOperator } from "./specifier.ts";
import type { SpecifierOperator } from "./specifier.ts";
import type { MarkerEnvironment } from "./marker-environment.ts";
import { isLetterOrDigit } from "./ascii.ts";

/** `extra` is PEP 508's; `extras` and `dependency_groups` exist only in lock files (PEP 751). */
export type MarkerVariable = keyof MarkerEnvironment | "extra" | "extras" | "dependency_groups";

export type MarkerOperator = SpecifierOperator | "in" | "not in";

export type MarkerOperand =
  | { readonly kind: "variable"; readonly name: MarkerVariable }
  | { readonly kind: "literal"; readonly value: string };

export interface MarkerComparison {
  readonly kind: "comparison";
  readonly left: MarkerOperand;
  readonly operator: MarkerOperator;
  readonly right: MarkerOperand;
}

/** `or` of `and` of comparisons; a marker inside a marker stood in parentheses. No list is empty. */
export interface Marker {
  readonly kind: "alternatives";
  readonly alternatives: readonly (readonly (MarkerComparison | Marker)[])[];
}

/** More than any real marker needs; the reference implementation ends in a RecursionError somewhat later. */
const MAX_DEPTH = 100;

/**
 * PEP 508, "Grammar" of markers, with the old spellings (`os.name`, `python_implementation`). Strings follow
 * Python's escapes, for that is what the reference implementation reads. Errors: `invalid-marker`,
 * `nesting-too-deep`.
 */
export function parseMarker(text: string): Result<Marker> {
  const cursor = { text, at: 0 };
  const marker = readMarker(cursor, 0);
  if (marker.ok && cursor.at < text.length) return invalid("end of the marker", cursor);
  return marker;
}

export interface TextCursor {
  readonly text: string;
  at: number;
}

function invalid(expected: string, cursor: TextCursor): Failure {
  return failure("invalid-marker", `expected ${expected}`, cursor.at);
}

/** Reads as far as the marker goes, with the blanks after it. */
export function readMarker(cursor: TextCursor, depth: number): Result<Marker> {
  if (depth > MAX_DEPTH) {
    return failure("nesting-too-deep", `more than ${MAX_DEPTH} parentheses inside each other`, cursor.at);
  }
  const alternatives: (MarkerComparison | Marker)[][] = [[]];
  for (;;) {
    const atom = readAtom(cursor, depth);
    if (!atom.ok) return atom;
    alternatives.at(-1)?.push(atom.value);
    const word = peekWord(cursor);
    if (word !== "and" && word !== "or") return success({ kind: "alternatives", alternatives });
    cursor.at += word.length;
    if (word === "or") alternatives.push([]);
  }
}

function readAtom(cursor: TextCursor, depth: number): Result<MarkerComparison | Marker> {
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== "(") return readComparison(cursor);
  cursor.at++;
  const marker = readMarker(cursor, depth + 1);
  if (!marker.ok) return marker;
  if (cursor.text[cursor.at] !== ")") return invalid("`)`", cursor);
  cursor.at++;
  skipBlanks(cursor);
  return marker;
}

function readComparison(cursor: TextCursor): Result<MarkerComparison> {
  const left = readOperand(cursor);
  if (!left.ok) return left;
  skipBlanks(cursor);
  const operator = readMarkerOperator(cursor);
  if (operator === null) return invalid("a comparison operator, `in` or `not in`", cursor);
  skipBlanks(cursor);
  const right = readOperand(cursor);
  if (!right.ok) return right;
  skipBlanks(cursor);
  return success(normalizeLiterals({ kind: "comparison", left: left.value, operator, right: right.value }));
}

/** PEP 685, and the same for the sets of PEP 751: names are compared in their normal form. */
function normalizeLiterals(comparison: MarkerComparison): MarkerComparison {
  const { left, right } = comparison;
  if (right.kind === "literal" && left.kind === "variable" && left.name === "extra") {
    return { ...comparison, right: { kind: "literal", value: normalizeName(right.value) } };
  }
  if (left.kind === "literal" && right.kind === "variable" && NAMED.has(right.name)) {
    return { ...comparison, left: { kind: "literal", value: normalizeName(left.value) } };
  }
  return comparison;
}

const NAMED: ReadonlySet<MarkerVariable> = new Set(["extra", "extras", "dependency_groups"] as const);

function readOperand(cursor: TextCursor): Result<MarkerOperand> {
  const quote = cursor.text[cursor.at];
  if (quote === '"' || quote === "'") return readLiteral(cursor, quote);
  const word = peekWord(cursor);
  const name = VARIABLES.get(word);
  if (name === undefined) return invalid("a marker variable or a quoted string", cursor);
  cursor.at += word.length;
  return success({ kind: "variable", name });
}

/** The string ends at the next quote of its kind, a backslash before it notwithstanding. */
function readLiteral(cursor: TextCursor, quote: string): Result<MarkerOperand> {
  const end = cursor.text.indexOf(quote, cursor.at + 1);
  if (end === -1) return invalid("the end of a quoted string", cursor);
  const value = readPythonString(cursor.text.slice(cursor.at + 1, end));
  if (value === null) return invalid("a string as Python reads it", cursor);
  cursor.at = end + 1;
  return success({ kind: "literal", value });
}

function readMarkerOperator(cursor: TextCursor): MarkerOperator | null {
  const word = peekWord(cursor);
  if (word === "in") {
    cursor.at += 2;
    return "in";
  }
  if (word === "not") return readNotIn(cursor);
  const operator = readOperator(cursor.text, cursor.at);
  cursor.at += operator?.length ?? 0;
  return operator;
}

function readNotIn(cursor: TextCursor): "not in" | null {
  cursor.at += 3;
  skipBlanks(cursor);
  if (peekWord(cursor) !== "in") return null;
  cursor.at += 2;
  return "not in";
}

/** PEP 508 allows blanks and tabs between tokens, no other white space. */
export function skipBlanks(cursor: TextCursor): void {
  while (cursor.text[cursor.at] === " " || cursor.text[cursor.at] === "\t") cursor.at++;
}

function peekWord(cursor: TextCursor): string {
  let end = cursor.at;
  for (; end < cursor.text.length; end++) {
    const code = cursor.text.charCodeAt(end);
    if (!isLetterOrDigit(code) && code !== 0x5f && code !== 0x2e) break;
  }
  return cursor.text.slice(cursor.at, end);
}

/** Names as PEP 508 has them, and the spellings of PEP 345 and setuptools that it keeps. */
const VARIABLES: ReadonlyMap<string, MarkerVariable> = new Map<string, MarkerVariable>([
  ["python_version", "python_version"],
  ["python_full_version", "python_full_version"],
  ["os_name", "os_name"],
  ["os.name", "os_name"],
  ["sys_platform", "sys_platform"],
  ["sys.platform", "sys_platform"],
  ["platform_release", "platform_release"],
  ["platform_system", "platform_system"],
  ["platform_version", "platform_version"],
  ["platform.version", "platform_version"],
  ["platform_machine", "platform_machine"],
  ["platform.machine", "platform_machine"],
  ["platform_python_implementation", "platform_python_implementation"],
  ["platform.python_implementation", "platform_python_implementation"],
  ["python_implementation", "platform_python_implementation"],
  ["implementation_name", "implementation_name"],
  ["implementation_version", "implementation_version"],
  ["extra", "extra"],
  ["extras", "extras"],
  ["dependency_groups", "dependency_groups"],
]);

/** The variable that a name stands for; undefined for any other text. */
export function toMarkerVariable(name: string): MarkerVariable | undefined {
  return VARIABLES.get(name);
}
