import type { DistroData } from "./ask-distribution.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import type { AskedAudit } from "./consult-feed.ts";
import type { Progress, Trace } from "./host/index.ts";
import type { ScopeSelection } from "./inventory/selection.ts";
import type { ReportTarget } from "./model/index.ts";
import type { PackageIndexes } from "./package-index/open-indexes.ts";
import type { AllowedGaps, Policy, ProjectPolicy } from "./policy/index.ts";
import type { AuditRoot, ReadProject } from "./read-projects.ts";
import type { Resolving } from "./resolve-projects.ts";

/** All that an audit depends on. The same request gives the same report. */
export interface AuditRequest {
  readonly roots: readonly AuditRoot[];
  /** Declared targets; empty: every target. */
  readonly targets: readonly ReportTarget[];
  /** Absent: every scope. */
  readonly selection?: ScopeSelection;
  readonly policy: Policy;
  /** What configuration says for a project; null, or absent: the policy of the run holds. */
  readonly policyFor?: (project: ReadProject) => Promise<ProjectPolicy | null>;
  /** Files of configuration that the policy of the run comes from. */
  readonly policyFiles?: ProjectPolicy["files"];
  /** What there is to say of the configuration, for people. */
  readonly policyNotes?: readonly string[];
  /**
   * Files of configuration all of whose reach is audited, as people see them, and where they lie: a waiver in them that does
   * nothing is of no use.
   */
  readonly wholeFiles?: ReadonlyMap<string, string>;
  readonly allowGaps: AllowedGaps;
  readonly exitZero: boolean;
  /** Days after which the advisory data is a gap. */
  readonly maxDbAge: number;
  readonly database: OpenedDatabase;
  /** A feed that is asked about what is audited, before `database`; absent: none is told anything. */
  readonly asked?: Omit<AskedAudit, "fallback" | "targets" | "internal" | "indexes">;
  /** Names and patterns of packages that neither a feed nor the default index is told of; absent: none. */
  readonly internal?: readonly string[];
  /** Advisories of distributions, for packages that are theirs; absent: none are given. */
  readonly distroData?: readonly DistroData[];
  /** What the package indexes of the user say is a part of the audit; absent: none is asked. */
  readonly packageIndexes?: PackageIndexes;
  /**
   * How versions are found that nothing says: asked when something has none, so that nobody else loads or contacts anything. Null: by nobody, and why;
   * absent: they stay gaps.
   */
  readonly resolving?: () => Promise<Resolving | { readonly unnamed: string }>;
  /** Which fixes are planned, and by whom; absent: none is, and each is its advisory's number. */
  readonly planning?: {
    /** `resolved`: where something was resolved, so that an index is asked anyway. */
    readonly whose: "all" | "resolved";
    /** Null: no index is named. */
    readonly open: () => Promise<Planning | null>;
  };
  /** The moment that everything is judged at. */
  readonly now: Date;
  /** Where that moment is a past one that was asked for: when the run itself was. */
  readonly ranAt?: Date;
  /** And by what: what was public then, or what the database held. */
  readonly asOfBy?: "public" | "known";
  readonly toolVersion: string;
  readonly progress: Progress;
  /** Absent: nobody wants to know what takes how long. */
  readonly trace?: Trace | undefined;
}

/** By whom the fixes of an audit are planned. */
export interface Planning {
  readonly indexes: PackageIndexes;
  /** RFC 3339: what was uploaded then or later does not exist; null: all counts. */
  readonly excludeNewer: string | null;
  /** The time for planning is over. */
  readonly isOver: () => boolean;
}
