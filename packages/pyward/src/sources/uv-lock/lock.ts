import type { Span } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { LockSource } from "./lock-source.ts";

/** The fields of a lock file that pyward uses. */
export interface Lock {
  /** In the order of the file. */
  readonly packages: readonly LockPackage[];
  /** Offsets of entries that are no package. */
  readonly broken: readonly number[];
  /** The members of the workspace; empty where the lock has a single project, which it does not list. */
  readonly members: ReadonlySet<string>;
  /** What a locked script asks for, which has no package of its own. */
  readonly requirements: readonly Reference[];
  /** Groups of a workspace whose root is no package. */
  readonly groups: References;
  /** See `Conditions`. */
  readonly conflicts: readonly ReadonlySet<string>[];
  readonly requiresPython: string | null;
}

/** Lists of references by the name of an extra or a group, normalised. */
export type References = ReadonlyMap<string, readonly Reference[]>;

export interface LockPackage {
  readonly name: PackageName;
  /** Null for a project whose version is computed when it is built. */
  readonly version: string | null;
  readonly source: LockSource;
  readonly dependencies: readonly Reference[];
  readonly extras: References;
  readonly groups: References;
  readonly hashes: readonly string[];
  /** Markers of the forks of the resolution that it belongs to; empty: all of them. */
  readonly forks: readonly string[];
  /** Offset of the key `name`. */
  readonly at: number;
  /** Where the version stands verbatim; null where an escape is in it, or there is none. */
  readonly versionSpan: Span | null;
}

/** What a package needs: another package of the lock, named as closely as it takes to tell its versions apart. */
export interface Reference {
  readonly name: string;
  /** Null: not said, since one version is locked. */
  readonly version: string | null;
  /** Identity of the source, see `LockSource`; null: not said. */
  readonly source: string | null;
  readonly extras: readonly string[];
  readonly marker: string | null;
}
