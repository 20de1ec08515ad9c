import { isObject } from "../model/index.ts";

/** As much of an OSV record as says what a distribution has fixed. */
export interface DistroRecord {
  readonly id: string;
  /** RFC 3339, or empty. Of two records with one id the later one counts. */
  readonly modified: string;
  /** The CVEs that it is about, in upper case. */
  readonly cves: readonly string[];
  readonly affected: readonly DistroPackage[];
}

export interface DistroPackage {
  readonly ecosystem: string;
  readonly name: string;
  /** Listed one by one. */
  readonly versions: readonly string[];
  /** Of type `ECOSYSTEM`: compared by the distribution's rules. */
  readonly ranges: readonly (readonly RangeEvent[])[];
}

export interface RangeEvent {
  readonly kind: "introduced" | "fixed" | "last_affected";
  readonly version: string;
}

/** Null of what is withdrawn, is no record, or names no CVE. */
export function readDistroRecord(value: unknown): DistroRecord | null {
  if (!isObject(value) || typeof value["id"] !== "string" || value["withdrawn"] !== undefined) return null;
  const cves = cvesOf(value["id"], value);
  if (cves.length === 0) return null;
  const modified = typeof value["modified"] === "string" ? value["modified"] : "";
  return { id: value["id"], modified, cves, affected: listOf(value["affected"]).flatMap(packageOf) };
}

/**
 * A distribution's record refers to the flaws of upstream by `upstream`; older ones by `aliases`, and AlmaLinux has them in `related`, which elsewhere may name
 * another flaw: it counts only where the others name none.
 */
function cvesOf(id: string, record: Readonly<Record<string, unknown>>): readonly string[] {
  const cves = (texts: readonly unknown[]): readonly string[] =>
    texts.flatMap((text) =>
      typeof text === "string" && /^CVE-\d{4}-\d{4,}$/i.test(text) ? [text.toUpperCase()] : [],
    );
  const own = cves([/^(?:[A-Z]+-)?(CVE-\d{4}-\d{4,})$/.exec(id)?.[1]]);
  const named = cves([...listOf(record["upstream"]), ...listOf(record["aliases"])]);
  const found = [...new Set([...own, ...named])];
  return found.length > 0 ? found : [...new Set(cves(listOf(record["related"])))];
}

function packageOf(value: unknown): readonly DistroPackage[] {
  const about = isObject(value) ? value["package"] : null;
  if (!isObject(value) || !isObject(about)) return [];
  const { ecosystem, name } = about;
  if (typeof ecosystem !== "string" || typeof name !== "string") return [];
  const versions = listOf(value["versions"]).filter((one) => typeof one === "string");
  const ranges = listOf(value["ranges"]).flatMap((range) =>
    isObject(range) && range["type"] === "ECOSYSTEM" ? [listOf(range["events"]).flatMap(eventOf)] : [],
  );
  return [{ ecosystem, name, versions, ranges }];
}

const KINDS = ["introduced", "fixed", "last_affected"] as const;

function eventOf(value: unknown): readonly RangeEvent[] {
  if (!isObject(value)) return [];
  return KINDS.flatMap((kind) => {
    const version = value[kind];
    return typeof version === "string" ? [{ kind, version }] : [];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
