import type { Cursor } from "./cursor.ts";
import type { TomlBoolean, TomlDateTime, TomlFloat, TomlInteger, TomlNode } from "./node.ts";

type Scalar = TomlBoolean | TomlDateTime | TomlFloat | TomlInteger;

/** All that can stand in a number, a date, `true`, `inf` … */
const TOKEN = /[0-9A-Za-z+_.:-]+/y;
const DATE_ONLY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const DECIMAL = /^[+-]?(?:0|[1-9](?:_?[0-9])*)$/;
const PREFIXED = /^0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)$/;
const FLOAT = /^[+-]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const DATE_TIME =
  /^(?:([0-9]{4})-([0-9]{2})-([0-9]{2}))?(?:(^|[Tt ])([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$/;
const WORDS: ReadonlyMap<string, number | boolean> = new Map<string, number | boolean>([
  ["true", true],
  ["false", false],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["nan", NaN],
  ["+nan", NaN],
  ["-nan", NaN],
]);

/** Reads a value that is neither string, array nor table. `key` < 0: not named by a key. */
export function readScalar(cursor: Cursor, key: number): TomlNode | null {
  const start = cursor.at;
  const token = readToken(cursor);
  if (token === "") return cursor.fail("expected a value", start);
  const place = { start, end: cursor.at, name: "", key: key < 0 ? start : key, next: null };
  const scalar = classify(token, place);
  return scalar ?? cursor.fail("the value is no number, date, boolean or quoted string", start);
}

/** A date may be joined to its time by one blank (RFC 3339, section 5.6). */
function readToken(cursor: Cursor): string {
  const { text, at } = cursor;
  let end = tokenEnd(text, at);
  if (end - at === 10 && text[end] === " " && DATE_ONLY.test(text.slice(at, end))) {
    const timeEnd = tokenEnd(text, end + 1);
    if (timeEnd > end + 1) end = timeEnd;
  }
  cursor.at = end;
  return text.slice(at, end);
}

function tokenEnd(text: string, from: number): number {
  TOKEN.lastIndex = from;
  return TOKEN.test(text) ? TOKEN.lastIndex : from;
}

type Place = Pick<TomlInteger, "start" | "end" | "name" | "key" | "next">;

function classify(token: string, place: Place): Scalar | null {
  const word = WORDS.get(token);
  if (typeof word === "boolean") return { kind: "boolean", value: word, ...place };
  if (typeof word === "number") return { kind: "float", value: word, ...place };
  if (DECIMAL.test(token) || PREFIXED.test(token)) return integer(token.replaceAll("_", ""), place);
  if (FLOAT.test(token)) return { kind: "float", value: Number(token.replaceAll("_", "")), ...place };
  return dateTime(token, place);
}

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;

/** Null outside 64 bits, decided by length first: the conversion of very long digits is not linear. */
function integer(digits: string, place: Place): TomlInteger | null {
  const near = Number(digits);
  // Number() reads +1 and 0x1, and drops the sign of -0: TOML's -0 is 0.
  if (Number.isSafeInteger(near)) return { kind: "integer", value: near + 0, ...place };
  if (Math.abs(near) > 2 ** 63) return null;
  const exact = BigInt(digits.startsWith("-") ? digits.slice(1) : digits.replace("+", ""));
  const value = digits.startsWith("-") ? -exact : exact;
  return value < LOWEST || value > HIGHEST ? null : { kind: "integer", value, ...place };
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dateTime(token: string, place: Place): TomlDateTime | null {
  const match = DATE_TIME.exec(token);
  if (match === null) return null;
  const [, year, month, day, joint, hour, minute, second, zone] = match;
  const hasDate = year !== undefined;
  const hasTime = hour !== undefined;
  if (!hasDate && !hasTime) return null;
  if (hasDate && !isDate(Number(year), Number(month), Number(day))) return null;
  if (hasTime && !isTime(Number(hour), Number(minute), Number(second ?? "0"))) return null;
  if (hasTime && hasDate === (joint === "")) return null;
  if (zone !== undefined && !(hasDate && hasTime && isZone(zone))) return null;
  const type = hasDate ? dateType(hasTime, zone !== undefined) : "local-time";
  return { kind: "date-time", type, value: token, ...place };
}

function dateType(hasTime: boolean, hasZone: boolean): TomlDateTime["type"] {
  if (!hasTime) return "local-date";
  return hasZone ? "offset-date-time" : "local-date-time";
}

function isDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && !isLeap ? 28 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** Second 60 is a leap second in RFC 3339, but none of TOML's readers for Python or JavaScript takes it. */
function isTime(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

function isZone(zone: string): boolean {
  return zone.length === 1 || (Number(zone.slice(1, 3)) <= 23 && Number(zone.slice(4)) <= 59);
}
