import type { TokenText } from "./expression.ts";
import type { PythonBlock, PythonStatement } from "./statements.ts";
import type { Token } from "./token.ts";

/** A range of tokens that hold an expression. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** A place that gives a name its value; `value` null where that is more than `name = expression`. */
export interface Binding {
  readonly block: PythonBlock;
  readonly start: number;
  readonly value: TokenRange | null;
}

/**
 * A place that changes what a name stands for: `added` (`+=`, `extend`), `appended`, `entry` (`name[key] = value`),
 * `updated` (the value is the call of `update`), or `unknown`, where only running it tells.
 */
export interface Change {
  readonly kind: "added" | "appended" | "entry" | "updated" | "unknown";
  readonly block: PythonBlock;
  readonly start: number;
  readonly key: TokenRange | null;
  readonly value: TokenRange | null;
}

export interface NameUses {
  readonly bindings: Binding[];
  readonly changes: Change[];
}

export interface ImportedName {
  /** Dotted, as written; null for `import module`. */
  readonly from: string | null;
  /** `*` for all. */
  readonly name: string;
  /** What the file calls it: for `import a.b` that is `a`. */
  readonly as: string;
}

export interface PythonNames {
  readonly uses: ReadonlyMap<string, NameUses>;
  readonly imports: readonly ImportedName[];
}

/** Methods that change a list or a dict in its place. */
const MUTATORS: ReadonlySet<string> = new Set(
  "append extend insert remove pop clear update setdefault add discard popitem difference_update __setitem__".split(
    " ",
  ),
);

/** Functions that leave their arguments alone. */
const HARMLESS: ReadonlySet<string> = new Set(
  "print len list tuple set sorted dict str repr sum isinstance bool any all max min enumerate zip map filter frozenset join update append extend setup".split(
    " ",
  ),
);

interface Reading extends TokenText {
  /** What the file calls the harmless functions. */
  readonly harmless: Set<string>;
  readonly uses: Map<string, NameUses>;
  readonly imports: ImportedName[];
}

/**
 * Everything that gives a name a value or changes it, in the order of the text, whatever function it stands in. What is
 * not understood counts as a change, so that a name without any keeps the value that it was given. Linear in the tokens.
 */
export function collectNames(text: TokenText, statements: readonly PythonStatement[]): PythonNames {
  const reading: Reading = { ...text, harmless: new Set(HARMLESS), uses: new Map(), imports: [] };
  for (const statement of statements) readStatement(statement, reading);
  spreadAliases(reading);
  return reading;
}

function usesOf(name: string, { uses }: Reading): NameUses {
  const known = uses.get(name) ?? { bindings: [], changes: [] };
  uses.set(name, known);
  return known;
}

function bind(token: Token | undefined, value: TokenRange | null, at: At): void {
  if (token?.kind !== "name") return;
  usesOf(token.text, at.reading).bindings.push({ block: at.statement.block, start: token.start, value });
}

function change(token: Token, given: Pick<Change, "kind"> & Partial<Change>, at: At): void {
  const { block } = at.statement;
  usesOf(token.text, at.reading).changes.push({
    block,
    start: token.start,
    key: null,
    value: null,
    ...given,
  });
}

interface At {
  readonly reading: Reading;
  readonly statement: PythonStatement;
}

function readStatement(statement: PythonStatement, reading: Reading): void {
  const { tokens } = reading;
  const at: At = { reading, statement };
  const first = tokens[statement.from];
  if (first?.text === "import" || first?.text === "from") return readImport(at);
  if (first?.text === "def" || first?.text === "async" || first?.text === "class") readDefinition(at);
  if (first?.text === "del") {
    for (let index = statement.from + 1; index < statement.to; index++) bind(tokens[index], null, at);
  }
  const handled = readAssignment(at) || readMethod(at) ? statement.from : -1;
  scanNames(at, handled);
}

function readImport({ reading, statement }: At): void {
  const { tokens } = reading;
  const words = tokens
    .slice(statement.from, Math.min(statement.to, statement.from + 2000))
    .map(({ text }) => text)
    .filter((word) => word !== "(" && word !== ")");
  const split = words.indexOf("import");
  const from = split === 0 ? null : words.slice(1, split).join("");
  for (const item of words
    .slice(split + 1)
    .join(" ")
    .split(" , ")) {
    const [dotted = "", as] = item.split(" as ");
    const name = dotted.replaceAll(" ", "");
    const called = as ?? (from === null ? (name.split(".")[0] ?? "") : name);
    reading.imports.push({ from, name, as: called });
    if (HARMLESS.has(name)) reading.harmless.add(called);
    usesOf(called, reading).bindings.push({
      block: statement.block,
      start: tokens[statement.from]?.start ?? 0,
      value: null,
    });
  }
}

/** The name that is defined, and the parameters. */
function readDefinition(at: At): void {
  const { reading, statement } = at;
  const { tokens } = reading;
  const name = statement.from + (tokens[statement.from]?.text === "async" ? 2 : 1);
  bind(tokens[name], null, at);
  const close = tokens[name + 1]?.partner ?? -1;
  for (let index = name + 2; index < close; index = Math.max(index, tokens[index]?.partner ?? 0) + 1) {
    if (["(", ",", "*", "**"].includes(tokens[index - 1]?.text ?? "")) bind(tokens[index], null, at);
  }
}

const AUGMENTED = /^(?:\+|-|\*|\/|%|&|\||\^|@|\*\*|\/\/|<<|>>)=$/;

/** `name = value`, `a = b = value`, `name: type = value`, `name += value`, `name[key] = value`. */
function readAssignment(at: At): boolean {
  const { reading, statement } = at;
  const { tokens } = reading;
  const signs: number[] = [];
  for (let index = statement.from; index < statement.to;) {
    const token = tokens[index];
    if (token?.kind === "operator" && (token.text === "=" || AUGMENTED.test(token.text))) signs.push(index);
    index = Math.max(index, token?.partner ?? 0) + 1;
  }
  const last = signs.at(-1);
  if (last === undefined) return false;
  const value = { from: last + 1, to: statement.to };
  let isHandled = false;
  for (const [order, sign] of signs.entries()) {
    const from = order === 0 ? statement.from : (signs[order - 1] ?? 0) + 1;
    isHandled = readTarget({ from, to: sign }, value, at) || isHandled;
  }
  return isHandled;
}

function readTarget({ from, to }: TokenRange, value: TokenRange, at: At): boolean {
  const { tokens } = at.reading;
  const first = tokens[from];
  const sign = tokens[to]?.text;
  if (first?.kind !== "name") return bindAll({ from, to }, at);
  const next = tokens[from + 1]?.text;
  if (to === from + 1 && sign === "=") bind(first, value, at);
  else if (to === from + 1) change(first, sign === "+=" ? { kind: "added", value } : { kind: "unknown" }, at);
  else if (next === ":" && sign === "=") bind(first, value, at);
  else if (next === "[" && tokens[from + 1]?.partner === to - 1 && sign === "=")
    change(first, { kind: "entry", key: { from: from + 2, to: to - 1 }, value }, at);
  else return bindAll({ from, to }, at);
  return true;
}

/** `a, b = …`: each gets a part of what stands behind it. Attributes and entries are seen by `scanNames`. */
function bindAll({ from, to }: TokenRange, at: At): boolean {
  const { tokens } = at.reading;
  for (let index = from; index < to; index++) {
    const token = tokens[index];
    const isTarget = token?.kind === "name" && tokens[index - 1]?.text !== ".";
    if (isTarget && ![".", "[", "("].includes(tokens[index + 1]?.text ?? "")) bind(token, null, at);
  }
  return false;
}

/** `name.append(value)`, `name.extend(value)`, `name.update(value)`, alone in its statement. */
function readMethod(at: At): boolean {
  const { reading, statement } = at;
  const { tokens } = reading;
  const { from, to } = statement;
  const [name, dot, method, open] = [tokens[from], tokens[from + 1], tokens[from + 2], tokens[from + 3]];
  if (name?.kind !== "name" || dot?.text !== "." || open?.text !== "(" || open.partner !== to - 1)
    return false;
  const kind = METHODS.get(method?.text ?? "");
  if (kind === undefined) return false;
  change(name, { kind, value: kind === "updated" ? { from, to } : { from: from + 4, to: to - 1 } }, at);
  return true;
}

const METHODS: ReadonlyMap<string, Change["kind"]> = new Map([
  ["append", "appended"],
  ["extend", "added"],
  ["update", "updated"],
] as const);

/** Goes over every name of a statement that is no attribute; `handled` is the index of one that is understood. */
function scanNames(at: At, handled: number): void {
  const { reading, statement } = at;
  const { tokens } = reading;
  const open: number[] = [];
  let isTarget = false;
  for (let index = statement.from; index < statement.to; index++) {
    const token = tokens[index];
    if (token === undefined) continue;
    if (token.partner > index) open.push(index);
    else if (token.partner >= 0) open.pop();
    if (token.text === "for" || token.text === "lambda") isTarget = true;
    else if (token.text === "in" || token.text === ":") isTarget = false;
    if (token.kind !== "name" || index === handled || tokens[index - 1]?.text === ".") continue;
    if (isTarget) bind(token, null, at);
    else readUse(index, open.at(-1) ?? -1, at);
  }
}

function readUse(index: number, opener: number, at: At): void {
  const { tokens } = at.reading;
  const token = tokens[index];
  const next = tokens[index + 1]?.text;
  if (token === undefined || (next === "=" && opener >= 0)) return;
  if (next === ":=" || tokens[index - 1]?.text === "as") bind(token, null, at);
  else if (isChanged(index, at) || isPassed(index, opener, at)) change(token, { kind: "unknown" }, at);
}

/** `name.append(`, `name[key] = `, `name[key][key].append(`, `name.attribute = `. */
function isChanged(index: number, { reading }: At): boolean {
  const { tokens } = reading;
  let behind = index + 1;
  let isPart = false;
  for (;;) {
    const token = tokens[behind];
    if (token?.text === "[") behind = token.partner + 1;
    else if (token?.text === "." && tokens[behind + 2]?.text === "(")
      return MUTATORS.has(tokens[behind + 1]?.text ?? "");
    else if (token?.text === ".") behind += 2;
    else break;
    isPart = true;
  }
  const sign = tokens[behind];
  return isPart && sign?.kind === "operator" && (sign.text === "=" || AUGMENTED.test(sign.text));
}

/** Whether it is by itself an argument of a function that may change it. */
function isPassed(index: number, opener: number, { reading }: At): boolean {
  const { tokens } = reading;
  const callee = tokens[opener - 1];
  if (opener < 0 || tokens[opener]?.text !== "(" || callee?.kind !== "name") return false;
  const isAlone =
    ["(", ",", "="].includes(tokens[index - 1]?.text ?? "") &&
    [",", ")"].includes(tokens[index + 1]?.text ?? "");
  return isAlone && !reading.harmless.has(callee.text) && !KEYWORDS.has(callee.text);
}

const KEYWORDS: ReadonlySet<string> = new Set(
  "in not and or if else return yield for while assert".split(" "),
);

/** `b = a`: what changes `b` changes `a`. */
function spreadAliases(reading: Reading): void {
  for (const { bindings, changes } of [...reading.uses.values()]) {
    const [first] = changes;
    if (first === undefined) continue;
    for (const { value } of bindings) {
      const token = value !== null && value.to === value.from + 1 ? reading.tokens[value.from] : undefined;
      if (token?.kind === "name")
        usesOf(token.text, reading).changes.push({ ...first, kind: "unknown", key: null, value: null });
    }
  }
}
