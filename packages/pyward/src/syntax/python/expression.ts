import { readStringToken } from "./string.ts";
import type { Token } from "./token.ts";

/** What an expression says without being run. `start` and `end` are offsets of the text. */
export type PythonExpression =
  | PythonString
  | PythonSequence
  | PythonDict
  | PythonName
  | PythonSum
  | PythonCall
  | PythonConstant
  | PythonComputed;

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** A string, or several side by side. */
export interface PythonString extends Placed {
  readonly kind: "string";
  readonly value: string;
  /** Where the value stands verbatim in the text; null where it is written in another way. */
  readonly content: number | null;
}

/** A list, a tuple or a set. */
export interface PythonSequence extends Placed {
  readonly kind: "sequence";
  readonly items: readonly PythonItem[];
}

export interface PythonItem {
  readonly isSpread: boolean;
  readonly value: PythonExpression;
}

export interface PythonDict extends Placed {
  readonly kind: "dict";
  readonly entries: readonly PythonEntry[];
}

export interface PythonEntry {
  /** Null for `**value`. */
  readonly key: PythonExpression | null;
  readonly value: PythonExpression;
}

export interface PythonName extends Placed {
  readonly kind: "name";
  readonly name: string;
}

/** `a + b + c` */
export interface PythonSum extends Placed {
  readonly kind: "sum";
  readonly terms: readonly PythonExpression[];
}

/** A call of a plain or dotted name. */
export interface PythonCall extends Placed {
  readonly kind: "call";
  readonly callee: string;
  readonly arguments: readonly PythonArgument[];
}

export interface PythonArgument {
  /** Null for one by position, `*` and `**` for what is unpacked. */
  readonly name: string | null;
  readonly start: number;
  readonly value: PythonExpression;
}

/** A number, `None`, `True`, `False` or bytes. */
export interface PythonConstant extends Placed {
  readonly kind: "constant";
}

/** Anything else: only running the code tells. */
export interface PythonComputed extends Placed {
  readonly kind: "computed";
}

export interface TokenText {
  readonly text: string;
  readonly tokens: readonly Token[];
}

const MAX_DEPTH = 100;

interface Reading extends TokenText {
  /** Index of the next token. */
  at: number;
  /** Index behind the last token of the expression. */
  readonly limit: number;
  depth: number;
}

/**
 * Reads the expression in the tokens from `from` up to `to`. What it cannot make out is `computed`. Brackets that nest
 * deeper than a hundred are not entered.
 */
export function readExpression(text: TokenText, from: number, to: number): PythonExpression {
  const reading: Reading = { ...text, at: from, limit: to, depth: 0 };
  const value = readUntil(reading, []);
  return reading.at < to ? readBareTuple(value, reading) : value;
}

/** `a, b` without brackets. */
function readBareTuple(first: PythonExpression, reading: Reading): PythonExpression {
  const items = [{ isSpread: false, value: first }];
  while (isAt(reading, ",")) {
    reading.at++;
    if (reading.at < reading.limit) items.push({ isSpread: false, value: readUntil(reading, []) });
  }
  return { kind: "sequence", items, start: first.start, end: endBefore(reading) };
}

function tokenAt({ tokens, at, limit }: Reading): Token | null {
  return at < limit ? (tokens[at] ?? null) : null;
}

function isAt(reading: Reading, operator: string): boolean {
  const token = tokenAt(reading);
  return token?.kind === "operator" && token.text === operator;
}

function endBefore({ tokens, at }: Reading): number {
  return tokens[at - 1]?.end ?? 0;
}

/** One operand or a sum of them, up to a comma or one of `ends` outside of brackets; computed where more stands there. */
function readUntil(reading: Reading, ends: readonly string[]): PythonExpression {
  const start = tokenAt(reading)?.start ?? endBefore(reading);
  const isEnd = (): boolean => isAt(reading, ",") || ends.some((end) => isAt(reading, end));
  const terms = [readOperand(reading)];
  while (isAt(reading, "+")) {
    reading.at++;
    terms.push(readOperand(reading));
  }
  const isWhole = reading.at >= reading.limit || isEnd();
  while (reading.at < reading.limit && !isEnd()) skip(reading);
  const end = endBefore(reading);
  const [only] = terms;
  if (!isWhole || only === undefined) return { kind: "computed", start, end };
  return terms.length === 1 ? only : { kind: "sum", terms, start, end };
}

/** Goes over one token, or from an opening bracket to behind the one that closes it. */
function skip(reading: Reading): void {
  const { tokens, at } = reading;
  reading.at = Math.max(at, tokens[at]?.partner ?? at) + 1;
}

const KEYWORDS: ReadonlySet<string> = new Set(["lambda", "not", "await", "yield", "if", "for"]);
const CONSTANTS: ReadonlySet<string> = new Set(["None", "True", "False"]);

function readOperand(reading: Reading): PythonExpression {
  const token = tokenAt(reading);
  if (token === null) return { kind: "computed", start: endBefore(reading), end: endBefore(reading) };
  if (token.kind === "string") return readStrings(reading);
  if (token.kind === "name") return readName(reading, token);
  if (token.partner > reading.at) return readBrackets(reading, token);
  reading.at++;
  return { kind: token.kind === "number" ? "constant" : "computed", start: token.start, end: token.end };
}

function readStrings(reading: Reading): PythonExpression {
  const parts: ReturnType<typeof readStringToken>[] = [];
  const start = tokenAt(reading)?.start ?? 0;
  for (let token = tokenAt(reading); token?.kind === "string"; token = tokenAt(reading)) {
    parts.push(readStringToken(reading.text, token));
    reading.at++;
  }
  const place = { start, end: endBefore(reading) };
  if (parts.includes("computed")) return { kind: "computed", ...place };
  const texts = parts.filter((part) => typeof part === "object");
  if (texts.length < parts.length) return { kind: "constant", ...place };
  const content = texts.length === 1 ? (texts[0]?.content ?? null) : null;
  return { kind: "string", value: texts.map(({ value }) => value).join(""), content, ...place };
}

/** A name, a dotted name, or a call of one. A dotted name alone is somebody else's value. */
function readName(reading: Reading, first: Token): PythonExpression {
  reading.at++;
  const { start } = first;
  if (CONSTANTS.has(first.text)) return { kind: "constant", start, end: first.end };
  if (KEYWORDS.has(first.text)) return { kind: "computed", start, end: first.end };
  const names = [first.text];
  while (isAt(reading, ".") && reading.tokens[reading.at + 1]?.kind === "name") {
    names.push(reading.tokens[reading.at + 1]?.text ?? "");
    reading.at += 2;
  }
  if (isAt(reading, "(") && reading.depth < MAX_DEPTH) {
    const args = readArguments(reading);
    return { kind: "call", callee: names.join("."), arguments: args, start, end: endBefore(reading) };
  }
  if (names.length > 1) return { kind: "computed", start, end: endBefore(reading) };
  return { kind: "name", name: first.text, start, end: first.end };
}

/** Reads what stands between an opening bracket and the one that closes it, with a comma behind each. */
function readList<T>(reading: Reading, readOne: (inside: Reading) => T): T[] {
  const inside: Reading = {
    ...reading,
    at: reading.at + 1,
    limit: tokenAt(reading)?.partner ?? reading.at,
    depth: reading.depth + 1,
  };
  const items: T[] = [];
  while (inside.at < inside.limit) {
    items.push(readOne(inside));
    while (inside.at < inside.limit && !isAt(inside, ",")) skip(inside);
    inside.at++;
  }
  skip(reading);
  return items;
}

function readArguments(reading: Reading): readonly PythonArgument[] {
  return readList(reading, (inside) => {
    const { start } = tokenAt(inside) ?? { start: endBefore(inside) };
    const first = tokenAt(inside);
    const isNamed = first?.kind === "name" && inside.tokens[inside.at + 1]?.text === "=";
    const isUnpacked = isAt(inside, "*") || isAt(inside, "**");
    const name = isNamed || isUnpacked ? (first?.text ?? null) : null;
    inside.at += isNamed ? 2 : isUnpacked ? 1 : 0;
    return { name, start, value: readUntil(inside, []) };
  });
}

function readBrackets(reading: Reading, { text, start, partner }: Token): PythonExpression {
  const end = reading.tokens[partner]?.end ?? start;
  if (reading.depth >= MAX_DEPTH) {
    skip(reading);
    return { kind: "computed", start, end };
  }
  if (text === "{" && isDict(reading, partner)) {
    return { kind: "dict", entries: readList(reading, readEntry), start, end };
  }
  const isTuple = text !== "(" || reading.tokens[partner - 1]?.text === "," || partner === reading.at + 1;
  const items = readList(reading, readItem);
  const [only] = items;
  if (isTuple || items.length !== 1 || only === undefined) return { kind: "sequence", items, start, end };
  return only.isSpread ? { kind: "computed", start, end } : only.value;
}

/** `{}`, `{**a`, and whatever has a colon behind its first key. */
function isDict(reading: Reading, partner: number): boolean {
  const inside: Reading = { ...reading, at: reading.at + 1, limit: partner };
  if (inside.at === partner || isAt(inside, "**")) return true;
  while (inside.at < partner && !isAt(inside, ",") && !isAt(inside, ":")) skip(inside);
  return isAt(inside, ":");
}

function readItem(inside: Reading): PythonItem {
  const isSpread = isAt(inside, "*");
  if (isSpread) inside.at++;
  return { isSpread, value: readUntil(inside, []) };
}

function readEntry(inside: Reading): PythonEntry {
  if (isAt(inside, "**")) {
    inside.at++;
    return { key: null, value: readUntil(inside, []) };
  }
  const key = readUntil(inside, [":"]);
  if (!isAt(inside, ":")) return { key: { kind: "computed", start: key.start, end: key.end }, value: key };
  inside.at++;
  return { key, value: readUntil(inside, []) };
}
