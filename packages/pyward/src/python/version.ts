import { isDigit, isLetterOrDigit, isSeparator, lowerLetter } from "./ascii.ts";
import { failure, success } from "./result.ts";
import type { Result } from "./result.ts";
import { skipPythonSpace } from "./white-space.ts";

/** A `bigint` only above 2^53 - 1, so that equal numbers are `===`. */
export type VersionNumber = number | bigint;

export interface PreRelease {
  readonly letter: "a" | "b" | "rc";
  readonly number: VersionNumber;
}

declare const versionBrand: unique symbol;

/** A version of PEP 440, normalised. Only `parseVersion` makes one from text. */
export interface Version {
  readonly [versionBrand]: true;
  readonly epoch: VersionNumber;
  /** At least one number; trailing zeros are kept as written. */
  readonly release: readonly VersionNumber[];
  readonly pre: PreRelease | null;
  readonly post: VersionNumber | null;
  readonly dev: VersionNumber | null;
  /** In small letters; the parts that are digits only are numbers. */
  readonly local: readonly (string | VersionNumber)[] | null;
}

export type VersionParts = Omit<Version, typeof versionBrand>;

/** For the rules of this layer that derive a version from another one. */
export function makeVersion(parts: VersionParts): Version {
  return parts as Version;
}

/** CPython refuses to convert more digits than this (`sys.get_int_max_str_digits`). */
const MAX_DIGITS = 4300;
/** So many digits always fit a `number`. */
const SAFE_DIGITS = 15;

/**
 * PEP 440, appendix B: the grammar with all alternate spellings (`v1.0`, `1.0-1`, `1.0.ALPHA_2`), surrounded by
 * white space or not. Errors: `invalid-version`, `number-too-long`. Linear in the length of the text.
 */
export function parseVersion(text: string): Result<Version> {
  const release = parsePlainRelease(text);
  if (release === null) return parseFully(text);
  return success(makeVersion({ epoch: 0, release, pre: null, post: null, dev: null, local: null }));
}

/** Numbers of at most `SAFE_DIGITS` digits. */
const PLAIN_RELEASE = /^[0-9]{1,15}(?:\.[0-9]{1,15})*$/;

/** Digits and dots only, as nearly every pin is; null leaves the text to the whole grammar. */
function parsePlainRelease(text: string): number[] | null {
  return PLAIN_RELEASE.test(text) ? text.split(".").map(Number) : null;
}

interface Cursor {
  readonly text: string;
  at: number;
  /** Set instead of failing at once: a text that is no version at all is told apart. */
  hasLongNumber: boolean;
}

function parseFully(text: string): Result<Version> {
  const cursor: Cursor = { text, at: skipPythonSpace(text, 0), hasLongNumber: false };
  const parts = readParts(cursor);
  const end = skipPythonSpace(text, cursor.at);
  if (parts === null || end < text.length) {
    return failure("invalid-version", "not a version as PEP 440 defines it", cursor.at);
  }
  if (cursor.hasLongNumber) {
    return failure("number-too-long", `a number of more than ${MAX_DIGITS} digits`, 0);
  }
  return success(makeVersion(parts));
}

function readParts(cursor: Cursor): VersionParts | null {
  if (lowerLetter(cursor.text.charCodeAt(cursor.at)) === 0x76) cursor.at++;
  const first = readNumber(cursor);
  if (first === null) return null;
  const hasEpoch = cursor.text.charCodeAt(cursor.at) === 0x21;
  if (hasEpoch) cursor.at++;
  const start = hasEpoch ? readNumber(cursor) : first;
  if (start === null) return null;
  const release = readRelease(cursor, start);
  const pre = readPre(cursor);
  const post = readPost(cursor);
  const dev = readLabelled(cursor, DEV)?.number ?? null;
  const local = readLocal(cursor);
  if (local === "invalid") return null;
  return { epoch: hasEpoch ? first : 0, release, pre, post, dev, local };
}

function readNumber(cursor: Cursor): VersionNumber | null {
  const start = cursor.at;
  while (isDigit(cursor.text.charCodeAt(cursor.at))) cursor.at++;
  const digits = cursor.at - start;
  if (digits === 0) return null;
  if (digits > MAX_DIGITS) cursor.hasLongNumber = true;
  return digits > MAX_DIGITS ? 0 : toNumber(cursor.text.slice(start, cursor.at));
}

function toNumber(digits: string): VersionNumber {
  if (digits.length <= SAFE_DIGITS) return Number(digits);
  const number = BigInt(digits);
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number;
}

function readRelease(cursor: Cursor, first: VersionNumber): VersionNumber[] {
  const release = [first];
  while (cursor.text.charCodeAt(cursor.at) === 0x2e && isDigit(cursor.text.charCodeAt(cursor.at + 1))) {
    cursor.at++;
    release.push(readNumber(cursor) ?? 0);
  }
  return release;
}

/** Longer spellings first: none may hide behind its own beginning. */
const PRE = ["alpha", "a", "beta", "b", "preview", "pre", "c", "rc"] as const;
const POST = ["post", "rev", "r"] as const;
const DEV = ["dev"] as const;

function readPre(cursor: Cursor): PreRelease | null {
  const labelled = readLabelled(cursor, PRE);
  if (labelled === null) return null;
  const initial = labelled.label.charAt(0);
  return { letter: initial === "a" || initial === "b" ? initial : "rc", number: labelled.number };
}

/** PEP 440, "Post release spelling" and "Implicit post releases" (`1.0-1`). */
function readPost(cursor: Cursor): VersionNumber | null {
  if (cursor.text.charCodeAt(cursor.at) === 0x2d && isDigit(cursor.text.charCodeAt(cursor.at + 1))) {
    cursor.at++;
    return readNumber(cursor);
  }
  return readLabelled(cursor, POST)?.number ?? null;
}

/** `[-_.]? label [-_.]? number?`, the number being 0 where it is left out; null, and nothing read, without the label. */
function readLabelled<L extends string>(
  cursor: Cursor,
  labels: readonly L[],
): { label: L; number: VersionNumber } | null {
  const start = isSeparator(cursor.text.charCodeAt(cursor.at)) ? cursor.at + 1 : cursor.at;
  const label = labels.find((candidate) => startsWithLabel(cursor.text, start, candidate));
  if (label === undefined) return null;
  cursor.at = start + label.length;
  // `1.0a--1` is a0.post1: the separator belongs to the label, number or not.
  if (isSeparator(cursor.text.charCodeAt(cursor.at))) cursor.at++;
  return { label, number: readNumber(cursor) ?? 0 };
}

function startsWithLabel(text: string, at: number, label: string): boolean {
  for (let index = 0; index < label.length; index++) {
    if (lowerLetter(text.charCodeAt(at + index)) !== label.charCodeAt(index)) return false;
  }
  return true;
}

/** PEP 440, "Local version identifiers"; null when there is none. */
function readLocal(cursor: Cursor): (string | VersionNumber)[] | null | "invalid" {
  if (cursor.text.charCodeAt(cursor.at) !== 0x2b) return null;
  const parts: (string | VersionNumber)[] = [];
  do {
    cursor.at++;
    const start = cursor.at;
    let isNumber = true;
    for (; isLetterOrDigit(cursor.text.charCodeAt(cursor.at)); cursor.at++) {
      isNumber &&= isDigit(cursor.text.charCodeAt(cursor.at));
    }
    if (cursor.at === start) return "invalid";
    if (isNumber) {
      cursor.at = start;
      parts.push(readNumber(cursor) ?? 0);
    } else {
      parts.push(cursor.text.slice(start, cursor.at).toLowerCase());
    }
  } while (isSeparator(cursor.text.charCodeAt(cursor.at)));
  return parts;
}

/** The normal form of PEP 440, "Normalization"; zeros at the end of the release stay. */
export function formatVersion(version: Version): string {
  let text = version.release.join(".");
  if (version.epoch !== 0) text = `${version.epoch}!${text}`;
  if (version.pre !== null) text += `${version.pre.letter}${version.pre.number}`;
  if (version.post !== null) text += `.post${version.post}`;
  if (version.dev !== null) text += `.dev${version.dev}`;
  if (version.local !== null) text += `+${version.local.join(".")}`;
  return text;
}

/** PEP 440, "Pre-releases" and "Developmental releases": what tools leave out unless asked. */
export function isPrerelease(version: Version): boolean {
  return version.pre !== null || version.dev !== null;
}
