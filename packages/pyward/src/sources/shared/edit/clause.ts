import {
  compareVersions,
  parseSpecifiers,
  parseVersion,
  satisfies,
  type Version,
} from "../../../python/index.ts";
import { parseConstraint, toSpecifiers } from "../poetry-constraint.ts";

/**
 * How ranges are written: PEP 440 (requirements of PEP 508), Poetry (`^`, `~`, `1.*`, `||` and bare versions besides),
 * Pipenv (PEP 440, `*` and bare versions besides).
 */
export type SpecifierLanguage = "pep440" | "poetry" | "pipenv";

/** One clause of a range, as written. */
export interface Clause {
  /** In the text that was read. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Empty: a bare version, which Poetry and Pipenv take for an equality. */
  readonly operator: string;
  /** Between the operator and the version. */
  readonly blank: string;
  /** Without its wildcard. */
  readonly version: Version;
  /** `.*`, several of them in Poetry; empty: none. */
  readonly wildcard: string;
}

/** A backslash at the end of a line, as requirements files have it, counts as a blank. */
const TOKEN = /([\^~=<>!]*)((?:\s|\\\r?\n)*)((?:[0-9]+!)?[^\s,^~=<>!\\|;()]+)/y;
const BETWEEN = /(?:[\s,]|\\\r?\n)*/y;

const PEP_440 = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];
const OPERATORS: Readonly<Record<SpecifierLanguage, ReadonlySet<string>>> = {
  pep440: new Set(PEP_440),
  pipenv: new Set([...PEP_440, ""]),
  poetry: new Set([...PEP_440.filter((operator) => operator !== "==="), "", "=", "<>", "^", "~"]),
};

/** The clauses of a set; empty: any version. Null: it is written in another way. */
export function readClauses(text: string, language: SpecifierLanguage): readonly Clause[] | null {
  const clauses: Clause[] = [];
  if (language !== "pep440" && /^\s*\*\s*$/.test(text)) return clauses;
  let at = skip(text, 0);
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const clause = match === null ? null : toClause(match);
    if (clause === null || !OPERATORS[language].has(clause.operator)) return null;
    clauses.push(clause);
    at = skip(text, clause.end);
    const isDivided = text.slice(clause.end, at).includes(",") || at === text.length;
    if (!isDivided && language !== "poetry") return null;
  }
  return clauses;
}

function skip(text: string, at: number): number {
  BETWEEN.lastIndex = at;
  BETWEEN.test(text);
  return BETWEEN.lastIndex;
}

function toClause({
  0: text,
  1: operator = "",
  2: blank = "",
  3: rest = "",
  index,
}: RegExpExecArray): Clause | null {
  const wildcard = /(?:\.\*)+$/.exec(rest)?.[0] ?? "";
  const parsed = parseVersion(rest.slice(0, rest.length - wildcard.length));
  if (!parsed.ok) return null;
  return { start: index, end: index + text.length, text, operator, blank, version: parsed.value, wildcard };
}

/** As it would be written anew with another version, or operator. */
export function rewritten(clause: Clause, version: string, operator = clause.operator): Clause | null {
  const parsed = parseVersion(version);
  if (!parsed.ok) return null;
  return {
    ...clause,
    operator,
    version: parsed.value,
    text: `${operator}${clause.blank}${version}${clause.wildcard}`,
  };
}

/** What PEP 440 calls an equality, however it is written. */
export function isExact({ operator, wildcard }: Clause): boolean {
  return wildcard === "" && ["", "=", "==", "===", "<>"].includes(operator);
}

/** The clause in PEP 440. */
function versionText(clause: Clause): string {
  if (clause.operator === "===") return clause.text;
  const constraint = parseConstraint(clause.text.replaceAll(/\s|\\/g, ""));
  return constraint === null ? clause.text : (toSpecifiers(constraint) ?? "");
}

export function admits(clause: Clause, version: Version): boolean {
  // It compares texts: what is written is written anew.
  if (clause.operator === "===") return compareVersions(clause.version, version) === 0;
  const specifiers = parseSpecifiers(versionText(clause));
  return specifiers.ok && satisfies(version, specifiers.value, { prereleases: true });
}

/** The lowest version that it leaves; null: it says nothing of low ones. */
export function floorOf(clause: Clause): Version | null {
  return boundOf(clause, [">=", ">", "==", "==="]);
}

/** The version below which it stays; null: it says nothing of high ones. */
export function ceilingOf(clause: Clause): Version | null {
  return boundOf(clause, ["<", "<="]);
}

function boundOf(clause: Clause, operators: readonly string[]): Version | null {
  if (clause.operator === "!=") return null;
  const specifiers = parseSpecifiers(versionText(clause));
  if (!specifiers.ok) return null;
  const found = specifiers.value.specifiers.find(({ operator }) => operators.includes(operator));
  return found === undefined
    ? null
    : found.isPrefix || isExact(clause)
      ? clause.version
      : versionIn(found.version);
}

function versionIn(text: string): Version | null {
  const parsed = parseVersion(text);
  return parsed.ok ? parsed.value : null;
}
