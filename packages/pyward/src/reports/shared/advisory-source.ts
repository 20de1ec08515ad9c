/** Who gives ids of this kind: what is known of an id without a record. */
const GIVERS: readonly (readonly [prefix: string, name: string])[] = [
  ["CVE-", "CVE"],
  ["GHSA-", "GitHub Security Advisories"],
  ["PYSEC-", "Python Packaging Advisory Database"],
  ["MAL-", "OpenSSF Malicious Packages"],
  ["yanked:", "the package index"],
  ["archived:", "the package index"],
  ["deprecated:", "the package index"],
  ["quarantined:", "the package index"],
];

export function giverOf(id: string): string {
  return GIVERS.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "OSV";
}
