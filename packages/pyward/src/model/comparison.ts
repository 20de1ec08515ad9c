import type { Severity } from "./advisory.ts";
import type { FindingKind } from "./finding.ts";
import type { GapCode } from "./gap.ts";

/** What a report was compared with, and what came of it. */
export interface Comparison {
  /** `diff`: the change itself is asked for. `baseline`: the report is, less what the base has. */
  readonly purpose: "diff" | "baseline";
  readonly base: ComparisonBase;
  readonly counts: ComparisonCounts;
  /** One for each finding of the report, in its order. */
  readonly findings: readonly ComparedFinding[];
  /** What the base has and this report has not, by package, version and id. */
  readonly gone: readonly GoneFinding[];
  /** By project, name and the package that holds a copy. */
  readonly dependencies: readonly DependencyChange[];
  readonly gaps: ComparedGaps;
}

export interface ComparisonCounts {
  /** What the change brings, or may bring. */
  readonly new: number;
  /** What is new in the data only, and was disclosed since the base's data. */
  readonly disclosed: number;
  /** What is new in the data only, and was disclosed before. */
  readonly backfilled: number;
  readonly kept: number;
  readonly gone: number;
  /** What is no longer found only because it could not be audited. */
  readonly unaudited: number;
}

/** Where the base comes from. */
export interface ComparisonBase {
  readonly kind: "commit" | "report";
  /** As it was written: a revision or the path of a report. */
  readonly name: string;
  /** The full id of the commit; null for a report. */
  readonly commit: string | null;
  /** The commit is where the change left `name`, not `name` itself. */
  readonly isMergeBase: boolean;
  /** When it was audited. */
  readonly generatedAt: string;
  /** Id of the database of its audit; null: it had none. */
  readonly database: string | null;
  /** Unexpected gaps that it has: what lies behind them is not known to have been there. */
  readonly gaps: number;
}

/** A finding of the report, named by its dependency and its id, which no other one shares. */
export interface ComparedFinding {
  readonly dependency: string;
  readonly id: string;
  readonly state: "new" | "kept";
  /**
   * Why it is new; null for a kept one. `introduced`: the base has the dependency not, or at a version that is not affected.
   * `disclosed`: the base has what is affected, too, and its data did not say so. `backfilled`: likewise, of a flaw that was
   * disclosed before the base's data ends: the record came late. `unproved`: the base could not be audited there, so
   * whether it is new is not known.
   */
  readonly cause: "introduced" | "disclosed" | "backfilled" | "unproved" | null;
  /** Versions of the dependency in the base, ascending; null stands for one without a version. Empty: it was not there. */
  readonly from: readonly (string | null)[];
  /** Of a kept one: listed as exploited (CISA KEV) since the base was audited. */
  readonly isExploitedSince: boolean;
  /** Of a kept one: it was only needed for building, tooling, extras or groups, and now is for `main`, too. */
  readonly isWidened: boolean;
  /**
   * Of a kept one: the verdict was that a waiver covers it, that it is not affected, or that it has no fix where only what has one
   * is to fail; so the base does not excuse it.
   */
  readonly wasExcused: boolean;
}

/** A finding that the base has. */
export interface GoneFinding {
  /** As the base has it. */
  readonly fingerprint: string;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly kind: FindingKind;
  readonly package: string;
  readonly version: string;
  /** Root of its project, in the base. */
  readonly project: string;
  readonly title: string | null;
  readonly url: string;
  readonly severity: Severity;
  /**
   * `changed`: the dependency has another version. `removed`: it is not there. `withdrawn`: it is there unchanged, and the data
   * no longer says that it is affected. `not-audited`: it is there, and could not be audited; nothing was mended.
   */
  readonly cause: "changed" | "removed" | "withdrawn" | "not-audited";
  /** Versions of the dependency in this report, ascending. */
  readonly to: readonly (string | null)[];
}

/** A package of a project whose versions are not those of the base. */
export interface DependencyChange {
  readonly name: string;
  /** Root of the project; in the base, where the report has none for it. */
  readonly project: string;
  readonly kind: "added" | "removed" | "upgraded" | "downgraded" | "changed";
  /** Ascending; null stands for one without a version. */
  readonly from: readonly (string | null)[];
  readonly to: readonly (string | null)[];
  /** Asked for by the project itself: now, or before it was removed. */
  readonly direct: boolean;
  /** The shortest way from a direct dependency to it: names. */
  readonly path: readonly string[];
}

export interface ComparedGaps {
  /** Fingerprints of gaps of the report that the base has not. */
  readonly new: readonly string[];
  /** Of those that both have, gaps of whole files of which nothing shows that they are as they were: they may hide a change. */
  readonly changed: readonly string[];
  /** Gaps of the base that the report has not. */
  readonly gone: readonly GoneGap[];
}

/** A gap that the base has. */
export interface GoneGap {
  readonly code: GapCode;
  readonly name: string | null;
  readonly advisory: string | null;
  readonly reason: string;
  /** Path of the file, in the base. */
  readonly path: string | null;
}
