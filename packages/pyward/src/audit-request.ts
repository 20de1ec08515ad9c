import type { DistroData } from "./ask-distribution.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import type { Progress } from "./host/index.ts";
import type { ScopeSelection } from "./inventory/selection.ts";
import type { ReportTarget } from "./model/index.ts";
import type { AllowedGaps, Policy } from "./policy/index.ts";
import type { AuditRoot } from "./read-projects.ts";

/** All that an audit depends on. The same request gives the same report. */
export interface AuditRequest {
  readonly roots: readonly AuditRoot[];
  /** Declared targets; empty: every target. */
  readonly targets: readonly ReportTarget[];
  /** Absent: every scope. */
  readonly selection?: ScopeSelection;
  readonly policy: Policy;
  readonly allowGaps: AllowedGaps;
  readonly exitZero: boolean;
  /** Days after which the advisory data is a gap. */
  readonly maxDbAge: number;
  readonly database: OpenedDatabase;
  /** Advisories of distributions, for packages that are theirs; absent: none are given. */
  readonly distroData?: readonly DistroData[];
  readonly now: Date;
  readonly toolVersion: string;
  readonly progress: Progress;
}
