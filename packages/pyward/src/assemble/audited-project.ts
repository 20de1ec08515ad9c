import type { UpgradeStep } from "../fix/index.ts";
import type { ProjectDependency, ReadSource } from "../inventory/merge-sources.ts";
import type { Paths } from "../inventory/paths.ts";
import type { ProjectPolicy } from "../policy/index.ts";
import type { DistroStatement, Gap, Problem, ReleaseAge, ReportImage } from "../model/index.ts";

/** A problem of one dependency, before the policy has judged it. */
export interface FoundProblem {
  readonly dependency: ProjectDependency;
  readonly problem: Problem;
  /** PEP 508 text: only there. Null: everywhere that was asked for. */
  readonly targets: string | null;
  /** What the distribution's own advisories say; absent where nobody was asked. */
  readonly statements?: readonly DistroStatement[];
  /** A declared range admits the version, which would not be installed today: what there is to say of that. Absent: it is no such version. */
  readonly admittedBy?: string;
}

/** The upgrade that does most for one dependency. */
export interface FoundUpgrade {
  readonly dependency: ProjectDependency;
  readonly step: UpgradeStep;
}

/** A project compared with the advisories. Paths are in its tree's coordinates. */
export interface AuditedProject {
  /** `p1`, `p2` … in the order of reading. */
  readonly id: string;
  readonly path: string;
  readonly kind: "project" | "environment" | "sbom" | "artifact" | "image";
  readonly sources: readonly ReadSource[];
  /** What configuration says for it; null: the policy of the run holds. */
  readonly policy: ProjectPolicy | null;
  /** Null for what is no image. */
  readonly image: ReportImage | null;
  /** The path as people see it. */
  readonly display: (path: string) => string;
  /** Those that apply to the declared targets. */
  readonly dependencies: readonly ProjectDependency[];
  readonly paths: ReadonlyMap<string, Paths>;
  /** What each ref needs, as refs; also those that do not apply. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly FoundProblem[];
  readonly upgrades: readonly FoundUpgrade[];
  readonly gaps: readonly Gap[];
  /** By ref: what a package index says of its age; absent: none was asked. */
  readonly ages?: ReadonlyMap<string, ReleaseAge>;
  /** In (source, dependency) entries. */
  readonly asked: number;
  readonly audited: number;
  /** How many dependencies apply to none of the declared targets. */
  readonly inapplicable: number;
}
