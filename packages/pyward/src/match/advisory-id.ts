/** The kinds of id, the one that names a finding first. Any other kind follows them. */
const KINDS = ["PYSEC-", "GHSA-", "CVE-", "MAL-"] as const;

/**
 * The order of advisory ids, everywhere in pyward: PYSEC, GHSA, CVE, MAL, others. Within a kind, part by part between
 * the hyphens: parts of digits come first and compare as numbers (`CVE-2024-999` before `CVE-2024-1000`), others by
 * code unit.
 */
export function compareAdvisoryIds(left: string, right: string): number {
  return compareKeys(keyOf(left), keyOf(right));
}

/** Sorts by that order, reading each id once. */
export function sortByAdvisoryId<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
): readonly Item[] {
  if (items.length < 2) return items;
  return items
    .map((item) => ({ item, key: keyOf(idOf(item)) }))
    .toSorted((left, right) => compareKeys(left.key, right.key))
    .map(({ item }) => item);
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

interface Key {
  readonly id: string;
  readonly kind: number;
  readonly parts: readonly string[];
}

function keyOf(id: string): Key {
  const found = KINDS.findIndex((kind) => id.startsWith(kind));
  return { id, kind: found < 0 ? KINDS.length : found, parts: id.split("-") };
}

function compareKeys(left: Key, right: Key): number {
  if (left.kind !== right.kind) return left.kind - right.kind;
  const shorter = Math.min(left.parts.length, right.parts.length);
  for (let index = 0; index < shorter; index++) {
    const order = comparePart(left.parts[index] ?? "", right.parts[index] ?? "");
    if (order !== 0) return order;
  }
  return left.parts.length - right.parts.length || compareText(left.id, right.id);
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

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
