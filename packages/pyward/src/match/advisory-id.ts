import { compareText } from "../model/index.ts";
/** The kinds of id, the one that names a finding first. Any other kind follows them. */
const KINDS = ["PYSEC-", "GHSA-", "CVE-", "MAL-"] as const;

/**
 * Ids whose parts are of fixed width, but for a last number without leading zeros, and never digits only in one id and
 * mixed in another: of equal length and kind, they are in order as texts.
 */
const ORDINARY = /^(?:GHSA(?:-(?![0-9]{4})[0-9a-z]{4}){3}|(?:CVE|PYSEC)-[0-9]{4}-[1-9][0-9]*)$/;

/**
 * The order of advisory ids, everywhere in pyward: PYSEC, GHSA, CVE, MAL, others. Within a kind, part by part between
 * the hyphens: parts of digits come first and compare as numbers (`CVE-2024-999` before `CVE-2024-1000`), others by
 * code unit.
 */
export function compareAdvisoryIds(left: string, right: string): number {
  const order = kindOf(left) - kindOf(right);
  if (order !== 0) return order;
  if (left.length === right.length && ORDINARY.test(left) && ORDINARY.test(right)) {
    return compareText(left, right);
  }
  return compareParts(left.split("-"), right.split("-")) || compareText(left, right);
}

/** Sorts by that order. */
export function sortByAdvisoryId<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
): readonly Item[] {
  if (isSorted(items, idOf)) return items; // as the database has them
  return items.toSorted((left, right) => compareAdvisoryIds(idOf(left), idOf(right)));
}

function isSorted<Item>(items: readonly Item[], idOf: (item: Item) => string): boolean {
  let last: string | null = null;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) return false;
    const id = idOf(item);
    if (last !== null && compareAdvisoryIds(last, id) > 0) return false;
    last = id;
  }
  return true;
}

/** The page about an id that a person can open. */
export function advisoryUrl(id: string): string {
  const path = encodeURIComponent(id);
  if (id.startsWith("GHSA-")) return `https://github.com/advisories/${path}`;
  if (id.startsWith("CVE-")) return `https://nvd.nist.gov/vuln/detail/${path}`;
  return `https://osv.dev/vulnerability/${path}`;
}

/** Ids differ in case between tools and suppliers; two that differ in nothing else are one. Only ASCII folds. */
export function foldAdvisoryId(id: string): string {
  return isAscii(id) ? id.toUpperCase() : id.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function kindOf(id: string): number {
  for (let kind = 0; kind < KINDS.length; kind++) if (id.startsWith(KINDS[kind] ?? "")) return kind;
  return KINDS.length;
}

function compareParts(left: readonly string[], right: readonly string[]): number {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const order = comparePart(left[index] ?? "", right[index] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function comparePart(left: string, right: string): number {
  if (left === right) return 0;
  const [leftDigits, rightDigits] = [isDigits(left), isDigits(right)];
  if (leftDigits !== rightDigits) return leftDigits ? -1 : 1;
  if (!leftDigits) return compareText(left, right);
  const [a, b] = [left.replace(/^0+/, ""), right.replace(/^0+/, "")];
  return a.length - b.length || compareText(a, b);
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}
