import type { PackageName } from "../python/index.ts";

export type SeverityLevel = "critical" | "high" | "medium" | "low" | "none" | "unknown";

export interface Severity {
  readonly level: SeverityLevel;
  /** CVSS base score, 0 to 10; null where there is no vector. */
  readonly score: number | null;
  /** The CVSS vector that the score comes from, as published. */
  readonly vector: string | null;
  /** Which record and rule gave it, for example `PYSEC-2019-16 CVSS:3.1`. */
  readonly source: string | null;
}

/**
 * The supplier writes about the packages of the public index. Any other feed is a team's own, which
 * knows what it names.
 */
export function isPublicFeed(feed: string): boolean {
  return feed === "pypa" || feed === "ghsa" || feed === "osv" || feed === "psf";
}

/** The kinds of problem that a record can be about. */
export type AdvisoryKind = "vulnerability" | "malware";

/**
 * A half-open or closed stretch of versions that a record calls affected, in ranks: places in the
 * `bounds` of its package. Compiled from the sorted events of one ECOSYSTEM range (OSV schema, "Evaluation").
 */
export interface Interval {
  /** Rank of the first affected version; -1: from the very first release (`introduced: "0"`). */
  readonly from: number;
  /** Rank of the version that ends it; null: never ended. */
  readonly to: number | null;
  /** What `to` is. `fixed` and `limit` exclude it, `last-affected` includes it; `open` where `to` is null. */
  readonly end: "fixed" | "limit" | "last-affected" | "open";
  /** One of its bounds was not PEP 440 and was read as the version before `-NA`. */
  readonly repaired: boolean;
}

/** What one record says of one package: all that matching and judging need, nothing to read. */
export interface Advisory {
  readonly id: string;
  /** The supplier: `pypa`, `osv`, `ghsa`, `psf`, or the name of a private feed. */
  readonly feed: string;
  readonly kind: AdvisoryKind;
  readonly aliases: readonly string[];
  /** RFC 3339, UTC, seconds. */
  readonly modified: string;
  /** Null where the record does not say. */
  readonly published: string | null;
  /** When it was withdrawn; null: live. A withdrawn record neither matches nor joins. */
  readonly withdrawn: string | null;
  /** The earliest of `published` and the last day of the year in a CVE id (its own or an alias). */
  readonly disclosed: string | null;
  readonly intervals: readonly Interval[];
  /** Ranks of enumerated versions (PEP 440) that no interval holds. */
  readonly enumerated: readonly number[];
  /** Enumerated versions that are not PEP 440: compared as text. */
  readonly oddVersions: readonly string[];
  /** Ranks of every `fixed` event of every ECOSYSTEM range, ascending. */
  readonly fixed: readonly number[];
  /** It names the package, enumerates nothing and has no readable bound: nobody can say what it affects. */
  readonly undecided: boolean;
  /** An interval without an end that begins at the first release: "all versions, no fix known". */
  readonly unbounded: boolean;
  /** The supplier or the CVE's authority marks the flaw as disputed. */
  readonly disputed: boolean;
  readonly severity: Severity;
  /** pyward's own classification of the weakness, a key of `WEAKNESSES`; null: not classified. */
  readonly weakness: string | null;
  /** The record's own; "" where it has none. Null: the database keeps none, as the embedded snapshot, which holds facts only. */
  readonly summary: string | null;
  /** CISA KEV: the day that it was listed as exploited (`YYYY-MM-DD`); null: not listed. */
  readonly exploitedSince: string | null;
  /** When our data first had the record, RFC 3339 UTC; null: there is no history, `published` stands for it. */
  readonly imported: string | null;
  /** FIRST's estimate for its CVE, the highest of several; null: none is known. Its day is `DatabaseInfo.signals.epss`. */
  readonly epss: EpssScore | null;
  /** The private feed that changed what the record says; null: it stands as it was published. */
  readonly patchedBy: string | null;
  /** Why, and who answers for it. Absent: it stands as it was published. */
  readonly patchReason?: string;
}

/** How likely a flaw is to be exploited within 30 days, 0 to 1, and the share of all scored flaws that are not more likely. */
export interface EpssScore {
  readonly probability: number;
  readonly percentile: number;
}

/** All that the index knows of one package. */
export interface PackageAdvisories {
  readonly name: PackageName;
  /**
   * Every version that a record of this package names as a bound or enumerates outside its ranges:
   * PEP 440, distinct, ascending. A version's place among them decides all of the package's ranges at once.
   */
  readonly bounds: readonly string[];
  /** Sorted by id. Withdrawn ones included. */
  readonly advisories: readonly Advisory[];
}

/** Display data, kept apart from matching data and read only when shown. */
export interface AdvisoryDetails {
  /** Summary of the record; null in the embedded snapshot, which holds facts only. */
  readonly summary: string | null;
  readonly description: string | null;
  /** `type` is OSV's reference type (ADVISORY, FIX, WEB …). */
  readonly references: readonly { readonly type: string; readonly url: string }[];
  /** Commits named as `fixed` in GIT ranges, with their repository. */
  readonly fixCommits: readonly { readonly repository: string; readonly commit: string }[];
  /** Affected symbols, each as a dotted path (`yaml.load`), as far as the record names them. */
  readonly symbols: readonly string[];
  /** SHA-256 of files that a malware record names. Absent: it names none. */
  readonly hashes?: readonly string[];
}

/** A record that could not be read when the index was built; its damage costs only itself. */
export interface MalformedAdvisory {
  /** The record's id or, where it has none, its file name. */
  readonly id: string;
  /** Packages that it names, as far as that can be read. */
  readonly packages: readonly PackageName[];
  readonly reason: string;
}

/** A catalogue of facts about CVEs that a database took in. */
export interface SignalInfo {
  /** The day that it is of, `YYYY-MM-DD`. */
  readonly date: string;
  /** CVEs in the catalogue, whether the database has them or not. */
  readonly entries: number;
}

/** What a database says of itself. */
export interface DatabaseInfo {
  /** `sha256:…` over the content. */
  readonly id: string;
  /** Newest `modified` of a record that does not lie in the future of the build, RFC 3339 UTC. */
  readonly modified: string;
  readonly advisories: number;
  readonly packages: number;
  readonly withdrawn: number;
  readonly sources: readonly { readonly feed: string; readonly modified: string; readonly records: number }[];
  /** Some record has a summary or a description. False for the embedded snapshot, which holds facts only. */
  readonly hasTexts: boolean;
  /** Attribution that the data's licence asks for. */
  readonly attribution: string | null;
  /** When its feeds were last asked, RFC 3339 UTC; null: it was built from files. */
  readonly updated: string | null;
  /** Null: the database has none of that kind. */
  readonly signals: { readonly kev: SignalInfo | null; readonly epss: SignalInfo | null };
  readonly malformed: readonly MalformedAdvisory[];
}
