import type { MarkerEnvironment, PackageName, Requirement, Version } from "../python/index.ts";
import type { Candidates } from "./exclusion.ts";
import type { Incompatibility } from "./incompatibility.ts";
import type { Place } from "./place.ts";

export interface ResolveRequest {
  readonly requirements: readonly Requirement[];
  readonly environment: MarkerEnvironment;
  /** How many choices may be made, wrong ones included. */
  readonly maxRounds: number;
  /** Narrow what is needed anyway, and ask for nothing. Their extras say nothing. */
  readonly constraints?: readonly Requirement[];
  /** Stand in for every requirement of their package, whoever has it. */
  readonly overrides?: readonly Requirement[];
  /** `lowest-direct`: the oldest of what the request itself names, the newest of the rest. Default `highest`. */
  readonly mode?: "highest" | "lowest" | "lowest-direct";
  /** RFC 3339: what was uploaded then or later does not exist, nor does what has no date. */
  readonly excludeNewer?: string | null;
  /** Taken where they fit, yanked or pre-releases though they be: what is installed or locked. */
  readonly preferences?: ReadonlyMap<PackageName, Version>;
  /** Why a version must not be chosen (`has CVE-2024-1`); null where it may. */
  readonly forbidden?: (name: PackageName, version: Version) => string | null;
  /** The versions of a package (newest first) in the order in which they are taken. Stands above preferences and mode. */
  readonly order?: (name: PackageName, all: readonly Version[]) => readonly Version[];
  /** The package that is decided before all others, so that it gets the first version in its order that is in any answer. */
  readonly foremost?: PackageName;
}

/** A request of the resolver itself: for one environment, or for all those of a region at once. */
export type PlacedRequest = Omit<ResolveRequest, "environment"> & { readonly place: Place };

export interface Pin {
  readonly name: PackageName;
  /** null: a URL of which only a build would tell the version. */
  readonly version: Version | null;
  /** Those that something needs and the version has, sorted. */
  readonly extras: readonly string[];
  /** Where it comes from if not from an index. */
  readonly url: string | null;
  /** Why nobody can say what it needs; null where that is known. */
  readonly dynamic: string | null;
}

/** Something asks for an extra that the chosen version does not have: installers warn and go on. */
export interface MissingExtra {
  readonly name: PackageName;
  readonly version: Version;
  readonly extra: string;
}

export type Resolution =
  | {
      readonly kind: "resolved";
      readonly pins: readonly Pin[];
      readonly missingExtras: readonly MissingExtra[];
      readonly rounds: number;
    }
  | Conflict
  | { readonly kind: "limit-exceeded"; readonly rounds: number }
  /** An index could not be asked: nobody can say what would be chosen. */
  | { readonly kind: "failed"; readonly name: PackageName; readonly reason: string };

export interface Conflict {
  readonly kind: "conflict";
  readonly conflict: Incompatibility;
  /** Of the packages that it is about. */
  readonly candidates: ReadonlyMap<PackageName, Candidates>;
}
