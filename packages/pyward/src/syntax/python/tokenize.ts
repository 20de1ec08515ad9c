import type { Token, TokenKind, Tokens } from "./token.ts";

const MAX_TOKENS = 500_000;

interface Reading {
  readonly text: string;
  readonly tokens: Mutable[];
  /** Indices of brackets that are open. */
  readonly open: number[];
  at: number;
  /** Indentation of the line whose first token is due; -1 within a line. */
  indent: number;
}

type Mutable = { -readonly [Key in keyof Token]: Token[Key] };

/**
 * The tokens of a Python file, by "Lexical analysis" of the language reference, for Python 2 and 3 alike: what either
 * writes is taken, and no more is checked than is needed to tell strings, brackets and lines apart. Linear in the text.
 */
export function tokenize(text: string): Tokens {
  const reading: Reading = { text, tokens: [], open: [], at: 0, indent: 0 };
  if (text.startsWith("\u{FEFF}")) reading.at = 1;
  beginLine(reading);
  while (reading.at < text.length) {
    if (reading.tokens.length >= MAX_TOKENS) return refuse(reading.at, "it has too many tokens to read them");
    const message = readToken(reading);
    if (message !== null) return refuse(reading.at, message);
  }
  const unclosed = reading.open[0];
  if (unclosed !== undefined) return refuse(reading.tokens[unclosed]?.start ?? 0, "a bracket is not closed");
  endLine(reading);
  return { ok: true, tokens: reading.tokens };
}

function refuse(offset: number, message: string): Tokens {
  return { ok: false, offset, message };
}

const SPACE = /[ \t\f]*/y;
/** A letter beyond ASCII may belong to a name, and to nothing else. */
const NAME = /[A-Za-z_\u0080-\uFFFF][0-9A-Za-z_\u0080-\uFFFF]*/y;
const NUMBER = /(?:[0-9]|\.[0-9])(?:[eE][+-](?=[0-9])|[0-9A-Za-z_.])*/y;
const OPERATOR = /\*\*=|\/\/=|>>=|<<=|\.\.\.|[-+*/%@&|^=<>!:]=|->|\*\*|\/\/|<<|>>|<>|[^\s\w]/y;
const QUOTE = /((?:[bB][rR]?|[rR][bBfFtTuU]?|[uU][rR]?|[fFtT][rR]?)?)('''|"""|'|")/y;

function match(pattern: RegExp, { text, at }: Pick<Reading, "text" | "at">): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Reads one token or what stands between tokens. Returns why it cannot. */
function readToken(reading: Reading): string | null {
  const { text } = reading;
  const code = text.charCodeAt(reading.at);
  if (code === 0x20 || code === 0x09 || code === 0x0c) reading.at += match(SPACE, reading)?.[0].length ?? 1;
  else if (code === 0x23) reading.at = endOfLine(text, reading.at);
  else if (code === 0x0a || code === 0x0d) readLineEnd(reading);
  else if (code === 0x5c) return joinLines(reading);
  else return readWord(reading);
  return null;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at++;
  return at;
}

function skipLineEnd({ text, at }: Pick<Reading, "text" | "at">): number {
  return text.startsWith("\r\n", at) ? at + 2 : at + 1;
}

function readLineEnd(reading: Reading): void {
  const isInside = reading.open.length > 0;
  if (!isInside) endLine(reading);
  reading.at = skipLineEnd(reading);
  if (!isInside) beginLine(reading);
}

function endLine({ tokens, at }: Reading): void {
  const last = tokens.at(-1);
  if (last === undefined || last.kind === "newline") return;
  tokens.push({ kind: "newline", start: at, end: at, text: "", indent: -1, partner: -1 });
}

/** A form feed sets the count back to nothing. */
function beginLine(reading: Reading): void {
  const { text } = reading;
  let indent = 0;
  for (let code = text.charCodeAt(reading.at); ; code = text.charCodeAt(++reading.at)) {
    if (code === 0x20) indent++;
    else if (code === 0x09) indent += 8 - (indent % 8);
    else if (code === 0x0c) indent = 0;
    else break;
  }
  reading.indent = indent;
}

function joinLines(reading: Reading): string | null {
  const next = reading.text[reading.at + 1];
  if (next !== "\n" && next !== "\r") return "a backslash stands where no line ends";
  reading.at = skipLineEnd({ text: reading.text, at: reading.at + 1 });
  return null;
}

function readWord(reading: Reading): string | null {
  const quote = match(QUOTE, reading);
  if (quote !== null) return readString(reading, quote[1] ?? "", quote[2] ?? "");
  const name = match(NAME, reading)?.[0];
  if (name !== undefined) return add(reading, "name", name);
  const number = match(NUMBER, reading)?.[0];
  if (number !== undefined) return add(reading, "number", "", number.length);
  const operator = match(OPERATOR, reading)?.[0];
  return operator === undefined ? "a character that Python does not know" : readOperator(reading, operator);
}

function add(reading: Reading, kind: TokenKind, text: string, length = text.length): null {
  const { at, indent, tokens } = reading;
  tokens.push({ kind, start: at, end: at + length, text, indent, partner: -1 });
  reading.at += length;
  reading.indent = -1;
  return null;
}

const CLOSES: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function readOperator(reading: Reading, operator: string): string | null {
  const { open, tokens } = reading;
  const index = tokens.length;
  const opener = CLOSES[operator];
  if (opener !== undefined) {
    const from = open.pop();
    const partner = from === undefined ? undefined : tokens[from];
    if (from === undefined || partner?.text !== opener) return "a bracket closes what is not open";
    partner.partner = index;
    add(reading, "operator", operator);
    const added = tokens[index];
    if (added !== undefined) added.partner = from;
    return null;
  }
  if (operator === "(" || operator === "[" || operator === "{") open.push(index);
  return add(reading, "operator", operator);
}

const ENDS: Readonly<Record<string, RegExp>> = {
  "'": /['\\\r\n]/g,
  '"': /["\\\r\n]/g,
  "'''": /'''|\\/g,
  '"""': /"""|\\/g,
};

/** A backslash keeps the next character from ending the string, in raw strings too. */
function readString(reading: Reading, prefix: string, quote: string): string | null {
  const { text, at: start } = reading;
  const end = ENDS[quote];
  if (end === undefined) return "a character that Python does not know";
  end.lastIndex = start + prefix.length + quote.length;
  for (let found = end.exec(text); found !== null; found = end.exec(text)) {
    if (found[0] === quote) {
      return add(reading, "string", prefix, found.index + quote.length - start);
    }
    if (found[0] !== "\\") break;
    end.lastIndex = skipLineEnd({ text, at: found.index + 1 });
  }
  return "a string is not closed";
}
