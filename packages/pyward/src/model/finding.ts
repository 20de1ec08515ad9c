import type { Advisory, EpssScore, Severity } from "./advisory.ts";

export type FindingKind =
  | "vulnerability"
  | "malware"
  | "yanked"
  | "archived"
  | "deprecated"
  | "quarantined"
  | "end-of-life";

/**
 * Kinds that say what an index has of a release or its project (PEP 592, PEP 792), or that a Python's own developers have ended it, and only warn where
 * nothing else is said.
 */
export const STATE_KINDS = [
  "yanked",
  "archived",
  "deprecated",
  "end-of-life",
] as const satisfies readonly FindingKind[];
export type StateKind = (typeof STATE_KINDS)[number];

/**
 * How sure the data is: `range` (an ECOSYSTEM range holds the version), `enumerated` (only the list of
 * versions does), `unbounded` (a range without an end from the first release), `repaired` (a bound was read as the
 * version before `-NA`), `disputed` (live records of the group disagree, or the flaw is disputed),
 * `undecided` (the record names the package and has no readable bound).
 */
export type Confidence = "range" | "enumerated" | "unbounded" | "repaired" | "disputed" | "undecided";

/** One record's answer about one version. */
export interface Match {
  readonly advisory: Advisory;
  readonly affected: boolean;
  readonly by: "range" | "enumerated" | null;
  /** The bounds of the interval that holds the version, as published; null where none does. */
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly lastAffected: string | null;
  readonly repaired: boolean;
}

/** A record in a finding, as the report shows it. */
export interface FindingRecord {
  readonly id: string;
  readonly feed: string;
  readonly affected: boolean;
  readonly by: "range" | "enumerated" | null;
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly lastAffected: string | null;
  /**
   * All that the record calls affected, as specifiers: `<1.2 or >=2.0,<2.3`. In each record that can speak of the package
   * where those of the finding disagree about the version; absent where they agree.
   */
  readonly affects?: string;
  /** The private feed that changed what the record says. Absent: it stands as it was published. */
  readonly patchedBy?: string;
  /** Why it did, and who answers for that. */
  readonly patchReason?: string;
}

/** How the smallest clean version was found. */
export interface FixVersion {
  readonly version: string;
  readonly basis: "advisory" | "index" | "solver";
}

/** One problem of one package version: a group of records joined by id and aliases. */
export interface Problem {
  /** PYSEC, else GHSA, else CVE, else MAL, else other; the lowest of its kind. */
  readonly id: string;
  /** Every other id of the group, sorted by the same order. */
  readonly aliases: readonly string[];
  readonly kind: FindingKind;
  /** The record's summary, else pyward's own classification, else null. */
  readonly title: string | null;
  readonly url: string;
  readonly severity: Severity;
  readonly disclosed: string | null;
  readonly imported: string | null;
  readonly modified: string | null;
  readonly confidence: Confidence;
  readonly records: readonly FindingRecord[];
  /** Every fixed version of every record, ascending, distinct. */
  readonly fixedIn: readonly string[];
  /** The lowest known final version above this one that no record of the group affects. */
  readonly fix: FixVersion | null;
  readonly exploited: { readonly since: string } | null;
  /** The highest of its records. */
  readonly epss: EpssScore | null;
}

/** How far the problem is reached. `not-checked` is not `not reached`. */
export interface Evidence {
  readonly level: "called" | "imported" | "present" | "not-checked";
  readonly trace: readonly string[];
}
