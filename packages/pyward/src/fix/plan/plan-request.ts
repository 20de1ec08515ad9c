import type { MarkerEnvironment, PackageName, Requirement, Version } from "../../python/index.ts";
import type { Jump } from "./jump.ts";

/** A package as the project has it today. */
export interface CurrentPin {
  readonly version: Version;
  /** The project asks for it itself. */
  readonly isDirect: boolean;
  /** A file holds it at its version. One that is not held moves by itself, whenever somebody installs. */
  readonly isHeld: boolean;
  /** It comes from a repository, an address or a path: no index has another version of it. */
  readonly isFixed: boolean;
}

/** All that a plan depends on, besides the index. */
export interface PlanRequest {
  /** What the project asks for itself. A pin (`==`) goes where its package goes; a range may have to be widened. */
  readonly roots: readonly Requirement[];
  /** Today, one version a package. */
  readonly pins: ReadonlyMap<PackageName, CurrentPin>;
  /** The chosen findings of the packages that have any. */
  readonly chosen: ReadonlyMap<PackageName, readonly string[]>;
  /** Ids of what would make the audit fail, were this the version. */
  readonly findingsAt: (name: PackageName, version: Version) => readonly string[];
  /** Where one and the same answer has to hold; at least one. */
  readonly environments: readonly MarkerEnvironment[];
  /** No package jumps further. */
  readonly level: Exclude<Jump, "downgrade">;
  /** Lower versions may do where nothing else clears. */
  readonly mayDowngrade: boolean;
  readonly constraints: readonly Requirement[];
  /** RFC 3339: what was uploaded then or later is not taken; null: there is no cooldown. */
  readonly excludeNewer: string | null;
  /** Packages whose parents' upper limits the user would have overridden. */
  readonly overridden: ReadonlySet<PackageName>;
  /** How many resolutions may be made. */
  readonly maxSolves: number;
  /** No further resolution is to be begun. Absent: there is time. */
  readonly isOver?: () => boolean;
}

export interface PlannedChange {
  readonly name: PackageName;
  /** Null: the package is new. */
  readonly from: Version | null;
  /** Null: nothing needs it any more. */
  readonly to: Version | null;
  readonly jump: Jump | "added" | "removed";
  readonly isDirect: boolean;
  /** Chosen findings that go with it. */
  readonly clears: readonly string[];
  /** Why it moves where it clears nothing itself, as ends of a sentence: `flask 1.0 needs jinja2<3`. */
  readonly because: readonly string[];
  /** The range of the project that does not admit `to`, its clauses sorted; null: there is none. */
  readonly outside: string | null;
  /** Of one of several versions of the package: where it is that one (PEP 508); null: everywhere. Absent: there is one. */
  readonly marker?: string | null;
}

/** Chosen findings of a package that the plan does not clear. */
export interface LeftFinding {
  readonly name: PackageName;
  readonly version: Version;
  readonly ids: readonly string[];
  /** Sentences that follow from each other. */
  readonly reasons: readonly string[];
  /** A version that would clear them and is younger than the cooldown allows; null: there is none. */
  readonly embargoed: { readonly version: Version; readonly uploadTime: string } | null;
  /** Of one of several versions of the package: which. Absent: there is one. */
  readonly copy?: Version;
}

export type FixPlan =
  | {
      readonly kind: "plan";
      /** Sorted by name. */
      readonly changes: readonly PlannedChange[];
      readonly left: readonly LeftFinding[];
      /** The project holds all that it needs: what comes to it has to be held, too. */
      readonly isClosed: boolean;
      /** An index did not answer about some of the flawed packages. Absent: all were asked about. */
      readonly isUnasked?: true;
      /** Proved: no set of changes that clears as much is smaller. */
      readonly isSmallest: boolean;
    }
  /** The index could not be asked, or too much would have to be tried: nobody can say. */
  | { readonly kind: "failed"; readonly reason: string };
