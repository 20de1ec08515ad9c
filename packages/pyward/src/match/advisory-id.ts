/** The kinds of id, the one that names a finding first. Any other kind follows them. */
const KINDS = ["PYSEC-", "GHSA-", "CVE-", "MAL-"] as const;

/**
 * The order of advisory ids, everywhere in pyward: PYSEC, GHSA, CVE, MAL, others. Within a kind, part by part between the hyphens: two
 * parts of digits compare as numbers (`CVE-2024-999` before `CVE-2024-1000`), others by code unit.
 */
export function compareAdvisoryIds(left: string, right: string): number {
  return kindRank(left) - kindRank(right) || compareParts(left, right) || compareText(left, right);
}

/** The page about an id that a person can open. */
export function advisoryUrl(id: string): string {
  const path = encodeURIComponent(id);
  if (id.startsWith("GHSA-")) return `https://github.com/advisories/${path}`;
  if (id.startsWith("CVE-")) return `https://nvd.nist.gov/vuln/detail/${path}`;
  return `https://osv.dev/vulnerability/${path}`;
}

/** Ids differ in case between tools and suppliers; two that differ in nothing else are one. ASCII only. */
export function foldAdvisoryId(id: string): string {
  return id.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function kindRank(id: string): number {
  const found = KINDS.findIndex((kind) => id.startsWith(kind));
  return found < 0 ? KINDS.length : found;
}

function compareParts(left: string, right: string): number {
  const [a, b] = [left.split("-"), right.split("-")];
  for (let index = 0; index < a.length && index < b.length; index++) {
    const order = comparePart(a[index] ?? "", b[index] ?? "");
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function comparePart(left: string, right: string): number {
  if (!isDigits(left) || !isDigits(right)) return compareText(left, right);
  const [a, b] = [left.replace(/^0+/, ""), right.replace(/^0+/, "")];
  return a.length - b.length || compareText(a, b);
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
