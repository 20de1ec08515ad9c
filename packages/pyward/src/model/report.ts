import type { Comparison } from "./comparison.ts";
import type { AttestationIdentity, Basis, Pin, Scope, SourceType, SystemManager } from "./dependency.ts";
import type { Evidence, Problem } from "./finding.ts";
import type { GapCode } from "./gap.ts";
import type { Verdict, VerdictWaiver } from "./verdict.ts";
import type { SeverityLevel } from "./advisory.ts";

/** The version of the JSON report's schema. */
export const REPORT_SCHEMA = "pyward-report/1";

export type Status = "pass" | "fail" | "incomplete";

/** All of an audit. Reporters see nothing else. JSON-safe; keys in the order of the contract. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly tool: { readonly name: "pyward"; readonly version: string };
  /** RFC 3339, UTC, seconds. */
  readonly generatedAt: string;
  readonly asOf: string | null;
  /** By what was public at that moment, or by what the database held then; null: `asOf` is. */
  readonly asOfBy: "public" | "known" | null;
  readonly status: Status;
  readonly exitCode: number;
  readonly policy: ReportPolicy;
  /** Null where there was no usable database. */
  readonly database: ReportDatabase | null;
  readonly environment: { readonly targets: readonly ReportTarget[] };
  readonly coverage: Coverage;
  readonly projects: readonly ReportProject[];
  readonly dependencies: readonly ReportDependency[];
  readonly findings: readonly ReportFinding[];
  readonly upgrades: readonly Upgrade[];
  readonly gaps: readonly ReportGap[];
  /** What of it is new and what the base had besides; null: it was compared with nothing. */
  readonly comparison: Comparison | null;
  readonly notes: readonly string[];
}

export interface ReportPolicy {
  readonly failOn: SeverityLevel | null;
  readonly unknownSeverity: "fail" | "warn" | "pass";
  /** Days. */
  readonly maxDbAge: number;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

export interface ReportDatabase {
  readonly id: string;
  readonly modified: string;
  /** Whole days between `modified` and the time of the audit. */
  readonly ageDays: number;
  /** Older than seven days. */
  readonly stale: boolean;
  readonly advisories: number;
  readonly origin: "embedded" | "stored" | "file" | "service";
  readonly sources: readonly { readonly feed: string; readonly modified: string; readonly records: number }[];
}

export interface ReportTarget {
  readonly python: string | null;
  readonly platform: string | null;
}

/** Distinct (source, dependency) entries, and components of SBOMs that nothing identifies. `asked = audited + gaps`. */
export interface Coverage {
  readonly asked: number;
  readonly audited: number;
  readonly gaps: number;
}

export interface ReportProject {
  readonly id: string;
  readonly root: string;
  readonly kind: "project" | "environment" | "image" | "sbom" | "artifact";
  readonly status: Status;
  readonly sources: readonly {
    readonly kind: string;
    readonly path: string;
    readonly dependencies: number;
  }[];
  /** Null for what is no image. */
  readonly image: ReportImage | null;
}

/** Which image a project is. */
export interface ReportImage {
  /** `name:tag` as it was saved; null where it has none. */
  readonly name: string | null;
  /** `linux/arm64/v8`; null where nothing says it. */
  readonly platform: string | null;
  /** Of its manifest; null where it has none. */
  readonly digest: string | null;
  /** Digests from the lowest layer up: what `layer` of an origin names. */
  readonly layers: readonly string[];
}

export interface ReportOrigin {
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly layer: string | null;
}

/** How old a release is, by a package index. Times are RFC 3339; null where it does not say. */
export interface ReleaseAge {
  readonly uploaded: string | null;
  /** The highest final version that is not yanked; null where there is none. */
  readonly latest: string | null;
  readonly latestUploaded: string | null;
}

export interface ReportDependency {
  readonly ref: string;
  readonly project: string;
  readonly name: string;
  readonly version: string | null;
  readonly purl: string;
  readonly pin: Pin;
  readonly basis: Basis;
  readonly source: { readonly type: SourceType; readonly url: string | null };
  readonly hashes: readonly string[];
  /** Absent: no lock recorded any. */
  readonly attestationIdentities?: readonly AttestationIdentity[];
  /** Of a package index; absent: none was asked, or it does not have it. */
  readonly release?: ReleaseAge;
  readonly direct: boolean;
  readonly scopes: readonly Scope[];
  readonly marker: string | null;
  readonly manager: SystemManager | null;
  readonly embeddedIn: string | null;
  /** Refs of what it needs itself, sorted; null in a report from before this was written. */
  readonly dependsOn: readonly string[] | null;
  readonly origins: readonly ReportOrigin[];
  /** Names from a direct dependency to this one; the shortest first, capped at five. */
  readonly paths: readonly (readonly string[])[];
  readonly pathsTotal: number;
}

export interface ReportFinding extends Omit<Problem, never> {
  readonly fingerprint: string;
  readonly project: string;
  readonly dependency: string;
  readonly package: string;
  readonly version: string;
  readonly description: string | null;
  readonly epss: { readonly probability: number; readonly percentile: number; readonly date: string } | null;
  readonly evidence: Evidence;
  /** A PEP 508 marker: the finding holds only there. Null: everywhere. */
  readonly targets: string | null;
  readonly verdict: Verdict;
}

/** The one change that does most for a dependency with findings. */
export interface Upgrade {
  readonly dependency: string;
  readonly package: string;
  readonly from: string;
  /** The lowest known version that clears the most; null where none clears any. */
  readonly to: string | null;
  readonly clears: number;
  readonly of: number;
  /** What else it rests on than on the advisories' numbers. Absent: nothing. */
  readonly plan?: UpgradePlan;
}

/** Of an upgrade that was worked out by a package index, for what fails. */
export interface UpgradePlan {
  /** `solver`: the versions of the whole project fit together. `index`: the version is there, and for the project's Pythons. */
  readonly basis: "index" | "solver";
  /** Why some of it stays, as a part of a sentence; null: nothing does. */
  readonly reason: string | null;
}

export interface ReportGap {
  readonly fingerprint: string;
  /** Null for a gap that concerns the whole run (the advisory data). */
  readonly project: string | null;
  readonly code: GapCode;
  readonly name: string | null;
  readonly advisory: string | null;
  readonly reason: string;
  readonly origin: {
    readonly path: string;
    readonly line: number | null;
    readonly column: number | null;
  } | null;
  readonly expected: boolean;
  /** The waiver that makes it expected. Absent: none does. */
  readonly waiver?: VerdictWaiver;
}
