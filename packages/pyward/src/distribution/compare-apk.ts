import { compareDigits } from "./compare-dpkg.ts";

/** Suffixes before a release, oldest first, and after it. */
const BEFORE = ["alpha", "beta", "pre", "rc"];
const AFTER = ["cvs", "svn", "git", "hg", "p"];

const VERSION = new RegExp(
  `^(\\d{1,100}(?:\\.\\d{1,100}){0,50})([a-z]?)(\\d{0,100})((?:_(?:${[...BEFORE, ...AFTER].join("|")})\\d{0,100}){0,20})(?:-r(\\d{1,100}))?$`,
);

interface ApkVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly letterNumber: string;
  readonly suffixes: readonly Suffix[];
  readonly revision: string | null;
}

interface Suffix {
  /** Negative: before the release. */
  readonly rank: number;
  readonly number: string;
}

/**
 * Compares versions of apk, `1.2.3a_rc1-r4` (apk-package(5)): negative, zero or positive; null where one of them is no such version. A number behind a dot that
 * begins with a zero is compared as a fraction, as in Gentoo.
 */
export function compareApk(a: string, b: string): number | null {
  const [first, second] = [parse(a), parse(b)];
  if (first === null || second === null) return null;
  return (
    compareLists(first.numbers, second.numbers, { compare: compareNumbers, end: () => -1 }) ||
    order(first.letter, second.letter) ||
    compareOptional(first.letterNumber, second.letterNumber) ||
    compareLists(first.suffixes, second.suffixes, { compare: compareSuffixes, end: ({ rank }) => -rank }) ||
    compareOptional(first.revision ?? "", second.revision ?? "")
  );
}

function parse(version: string): ApkVersion | null {
  const [, numbers, letter = "", letterNumber = "", suffixes = "", revision = null] =
    VERSION.exec(version) ?? [];
  if (numbers === undefined || (letter === "" && letterNumber !== "")) return null;
  return { numbers: numbers.split("."), letter, letterNumber, suffixes: suffixesOf(suffixes), revision };
}

function suffixesOf(text: string): readonly Suffix[] {
  return [...text.matchAll(/_([a-z]+)(\d*)/g)].map(([, name = "", number = ""]) => ({
    rank: BEFORE.includes(name) ? BEFORE.indexOf(name) - BEFORE.length : AFTER.indexOf(name) + 1,
    number,
  }));
}

interface Rules<T> {
  readonly compare: (a: T, b: T, at: number) => number;
  /** How a list that ends compares with one that goes on with this. */
  readonly end: (next: T) => number;
}

function compareLists<T>(a: readonly T[], b: readonly T[], { compare, end }: Rules<T>): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (left === undefined) return right === undefined ? 0 : end(right);
    if (right === undefined) return -end(left);
    const difference = compare(left, right, at);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareNumbers(a: string, b: string, at: number): number {
  const isFraction = at > 0 && (a.startsWith("0") || b.startsWith("0"));
  return isFraction ? order(a, b) : compareDigits(a, b);
}

function compareSuffixes(a: Suffix, b: Suffix): number {
  return a.rank - b.rank || compareOptional(a.number, b.number);
}

/** None is less than zero. */
function compareOptional(a: string, b: string): number {
  if (a === "" || b === "") return order(a, b);
  return compareDigits(a, b);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
