const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\r": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** How many hexadecimal digits follow. */
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * The value of a Python string literal, given what stands between its quotes (Python reference, "String and
 * bytes literals"). null where Python refuses it: a line end, a NUL, half a surrogate pair, a broken escape.
 * `\N{…}` is refused too: it would need the names of all characters.
 */
export function readPythonString(body: string): string | null {
  if (!body.isWellFormed()) return null; // half a surrogate pair
  let value = "";
  for (let index = 0; index < body.length;) {
    const special = findSpecial(body, index);
    value += body.slice(index, special);
    if (special === body.length) break;
    if (body[special] !== "\\") return null;
    const escaped = readEscape(body, special + 1);
    if (escaped === null) return null;
    value += escaped.value;
    index = escaped.end;
  }
  return value;
}

/** The next backslash, line end or NUL. */
function findSpecial(body: string, from: number): number {
  for (let index = from; index < body.length; index++) {
    const unit = body[index];
    if (unit === "\\" || unit === "\n" || unit === "\r" || unit === "\0") return index;
  }
  return body.length;
}

interface Escaped {
  readonly value: string;
  readonly end: number;
}

/** `at` is the index after the backslash. */
function readEscape(body: string, at: number): Escaped | null {
  const unit = body[at];
  if (unit === undefined || unit === "\0" || unit === "N") return null;
  if (unit === "\r" && body[at + 1] === "\n") return { value: "", end: at + 2 };
  const simple = SIMPLE_ESCAPES[unit];
  if (simple !== undefined) return { value: simple, end: at + 1 };
  const hexDigits = HEX_ESCAPES[unit];
  if (hexDigits !== undefined) return readHexEscape(body, at + 1, hexDigits);
  if (unit >= "0" && unit <= "7") return readOctalEscape(body, at);
  // Python keeps an escape that it does not know, backslash and all.
  return { value: `\\${unit}`, end: at + 1 };
}

function readHexEscape(body: string, at: number, length: number): Escaped | null {
  const digits = body.slice(at, at + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) return null;
  const code = Number.parseInt(digits, 16);
  return code > 0x10ffff ? null : { value: String.fromCodePoint(code), end: at + length };
}

function readOctalEscape(body: string, at: number): Escaped {
  let end = at;
  while (end < at + 3 && isOctal(body[end])) end++;
  return { value: String.fromCodePoint(Number.parseInt(body.slice(at, end), 8)), end };
}

function isOctal(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "0" && unit <= "7";
}

/**
 * The literal that `readPythonString` reads as this value. No quote can stand inside a marker's string of its
 * own kind, so a value with both kinds has the second escaped by number.
 */
export function writePythonString(value: string): string {
  const quote = value.includes('"') && !value.includes("'") ? "'" : '"';
  let text = quote;
  for (const character of value) text += writeCharacter(character, quote);
  return text + quote;
}

function writeCharacter(character: string, quote: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\\") return "\\\\";
  if (character === quote || code < 0x20) return `\\x${code.toString(16).padStart(2, "0")}`;
  return character.isWellFormed() ? character : `\\u${code.toString(16)}`;
}
