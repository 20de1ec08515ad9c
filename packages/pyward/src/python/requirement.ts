import { isLetterOrDigit, isSeparator } from "./ascii.ts";
import { readMarker, skipBlanks } from "./marker.ts";
import type { Marker, TextCursor } from "./marker.ts";
import { normalizeName } from "./name.ts";
import type { PackageName } from "./name.ts";
import { failure, success } from "./result.ts";
import type { Failure, Result } from "./result.ts";
import { parseClause, parseSpecifiers, readOperator } from "./specifier.ts";
import type { Specifier, SpecifierOperator, SpecifierSet } from "./specifier.ts";
import { isPythonSpace, skipPythonSpace } from "./white-space.ts";

/** PEP 508: a dependency as one line of text. */
export interface Requirement {
  readonly name: PackageName;
  /** The name as written. */
  readonly rawName: string;
  /** Normalised (PEP 685), sorted, each once. */
  readonly extras: readonly string[];
  /** Empty where a URL is given. */
  readonly specifiers: SpecifierSet;
  /** As written after `@`; not checked. null for an ordinary requirement. */
  readonly url: string | null;
  readonly marker: Marker | null;
}

/**
 * PEP 508, "Grammar". Blanks and tabs may stand between the parts; a line end may not. Errors:
 * `invalid-requirement`, and those of specifiers and markers.
 */
export function parseRequirement(text: string): Result<Requirement> {
  const cursor: TextCursor = { text, at: 0 };
  skipBlanks(cursor);
  const rawName = readIdentifier(cursor);
  if (rawName === null) return invalid("a package name", cursor);
  skipBlanks(cursor);
  const extras = readExtras(cursor);
  if (!extras.ok) return extras;
  skipBlanks(cursor);
  const details = cursor.text[cursor.at] === "@" ? readUrl(cursor) : readVersions(cursor);
  if (!details.ok) return details;
  const marker = readTail(cursor);
  if (!marker.ok) return marker;
  const name = normalizeName(rawName);
  const { specifiers, url } = details.value;
  return success({ name, rawName, extras: extras.value, specifiers, url, marker: marker.value });
}

function invalid(expected: string, cursor: TextCursor): Failure {
  return failure("invalid-requirement", `expected ${expected}`, cursor.at);
}

/** Unlike PEP 508's grammar, the reference implementation takes `_` as the last character, and so do we. */
function readIdentifier(cursor: TextCursor): string | null {
  const start = cursor.at;
  if (!isLetterOrDigit(cursor.text.charCodeAt(start))) return null;
  let end = start;
  while (isLetterOrDigit(cursor.text.charCodeAt(end)) || isSeparator(cursor.text.charCodeAt(end))) end++;
  while (cursor.text[end - 1] === "." || cursor.text[end - 1] === "-") end--;
  cursor.at = end;
  return cursor.text.slice(start, end);
}

function readExtras(cursor: TextCursor): Result<readonly string[]> {
  if (cursor.text[cursor.at] !== "[") return success([]);
  cursor.at++;
  const extras = new Set<string>();
  skipBlanks(cursor);
  while (cursor.text[cursor.at] !== "]" || extras.size > 0) {
    const extra = readIdentifier(cursor);
    if (extra === null) return invalid("the name of an extra, or `]`", cursor);
    extras.add(normalizeName(extra));
    skipBlanks(cursor);
    if (cursor.text[cursor.at] !== ",") break;
    cursor.at++;
    skipBlanks(cursor);
  }
  if (cursor.text[cursor.at] !== "]") return invalid("`]`", cursor);
  cursor.at++;
  return success([...extras].toSorted());
}

type Details = Pick<Requirement, "specifiers" | "url">;

/** Everything up to a blank; a marker needs a blank before its `;`, which may else be part of the URL. */
function readUrl(cursor: TextCursor): Result<Details> {
  cursor.at++;
  skipBlanks(cursor);
  const start = cursor.at;
  while (cursor.at < cursor.text.length && !isBlank(cursor)) cursor.at++;
  if (cursor.at === start) return invalid("a URL after `@`", cursor);
  return success({ specifiers: { specifiers: [] }, url: cursor.text.slice(start, cursor.at) });
}

function isBlank(cursor: TextCursor): boolean {
  return cursor.text[cursor.at] === " " || cursor.text[cursor.at] === "\t";
}

function readVersions(cursor: TextCursor): Result<Details> {
  const isEnclosed = cursor.text[cursor.at] === "(";
  if (isEnclosed) cursor.at++;
  skipBlanks(cursor);
  const specifiers: Specifier[] = [];
  for (;;) {
    const operator = readOperator(cursor.text, cursor.at);
    if (operator === null) break;
    const problem = readClause(cursor, operator, specifiers);
    if (problem !== null) return problem;
    skipBlanks(cursor);
    if (cursor.text[cursor.at] !== ",") break;
    cursor.at++;
    skipBlanks(cursor);
  }
  if (isEnclosed && cursor.text[cursor.at] !== ")") return invalid("`)`", cursor);
  if (isEnclosed) cursor.at++;
  return success({ specifiers: { specifiers }, url: null });
}

/** Adds one clause; several where commas stand in the text after `===`, which ends only at white space, `;` or `)`. */
function readClause(cursor: TextCursor, operator: SpecifierOperator, into: Specifier[]): Failure | null {
  const start = cursor.at;
  const versionStart = skipPythonSpace(cursor.text, start + operator.length);
  cursor.at = versionStart;
  while (cursor.at < cursor.text.length && !endsClause(cursor, operator)) cursor.at++;
  if (operator !== "===") {
    const clause = parseClause(operator, cursor.text.slice(versionStart, cursor.at), versionStart);
    if (!clause.ok) return clause;
    into.push(clause.value);
    return null;
  }
  const clauses = parseSpecifiers(cursor.text.slice(start, cursor.at));
  if (!clauses.ok) return failure(clauses.error.code, clauses.error.message, start + clauses.error.offset);
  for (const clause of clauses.value.specifiers) into.push(clause);
  return null;
}

function endsClause(cursor: TextCursor, operator: SpecifierOperator): boolean {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === 0x3b || code === 0x29) return true;
  return (code === 0x2c && operator !== "===") || isPythonSpace(code);
}

function readTail(cursor: TextCursor): Result<Marker | null> {
  skipBlanks(cursor);
  if (cursor.at === cursor.text.length) return success(null);
  if (cursor.text[cursor.at] !== ";") return invalid("`;` or the end", cursor);
  cursor.at++;
  const marker = readMarker(cursor, 0);
  if (marker.ok && cursor.at < cursor.text.length) return invalid("the end", cursor);
  return marker;
}
