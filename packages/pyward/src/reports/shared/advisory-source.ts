/** Who gives ids of this kind: what is known of an id without a record. */
const GIVERS: readonly (readonly [prefix: string, name: string])[] = [
  ["CVE-", "CVE"],
  ["GHSA-", "GitHub Security Advisories"],
  ["PYSEC-", "Python Packaging Advisory Database"],
  ["MAL-", "OpenSSF Malicious Packages"],
  ["YANKED-", "the package index"],
  ["ARCHIVED-", "the package index"],
  ["DEPRECATED-", "the package index"],
  ["QUARANTINED-", "the package index"],
];

export function giverOf(id: string): string {
  return GIVERS.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "OSV";
}
