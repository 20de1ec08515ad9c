import type { Version } from "../python/index.ts";

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

/** The versions of a package: those that may be chosen, and the others with the reason. Both newest first. */
export interface Candidates {
  readonly versions: readonly Version[];
  readonly excluded: readonly ExcludedVersion[];
  /** The Python that one of these versions asks for, where only a part of the place has it. */
  readonly partly?: ReadonlyMap<Version, string>;
}
