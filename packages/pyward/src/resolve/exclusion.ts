import type { Version } from "../python/index.ts";
import type { VersionSet } from "./version-set.ts";

/** Why a version of the index is not looked at. */
export type Exclusion =
  /** PEP 592; `reason` is empty where nobody gave one. */
  | { readonly kind: "yanked"; readonly reason: string }
  | { readonly kind: "requires-python"; readonly requiresPython: string }
  | { readonly kind: "too-new"; readonly uploadTime: string }
  | { readonly kind: "undated" }
  | { readonly kind: "forbidden"; readonly reason: string }
  | { readonly kind: "constraint"; readonly constraint: string }
  /** A final release must not be used, and nobody names a pre-release. */
  | { readonly kind: "prerelease" }
  /** It has wheels for other targets, and no source distribution. */
  | { readonly kind: "no-file"; readonly target: string };

export interface ExcludedVersion {
  readonly version: Version;
  readonly exclusion: Exclusion;
}

/**
 * The versions of a package, the lists newest first. Of hundreds of versions few are looked at, so the reasons against a
 * version are found when somebody asks.
 */
export interface Candidates {
  /** All that the index has. */
  readonly all: readonly Version[];
  /** These, the one that is taken first if it fits first. */
  readonly inOrder: readonly Version[];
  /** Of one of these; null: it may be chosen. */
  readonly exclusionOf: (version: Version) => Exclusion | null;
  /** The Python that one of these asks for, where only a part of the place has it; null: all of it has. */
  readonly partlyFor: (version: Version) => string | null;
  /** Of one of these: the versions from it up to the next one; of the newest all later ones, of the oldest all earlier ones, too. */
  readonly stretchOf: (version: Version) => VersionSet;
  /** Those that may be chosen. */
  readonly versions: readonly Version[];
  /** Those that must not be. */
  readonly excluded: readonly ExcludedVersion[];
}
