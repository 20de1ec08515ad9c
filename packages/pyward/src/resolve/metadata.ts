import type { PackageName, Requirement, Version } from "../python/index.ts";

/**
 * What the resolver asks of package indexes. It asks for one package several times and expects the same answer each
 * time; the order in which answers arrive changes nothing in the result. No answer is ever an exception.
 */
export interface PackageMetadata {
  /** All versions of a package, in any order, each once. */
  versions(name: PackageName): Promise<VersionsAnswer>;
  /** What one version needs. */
  dependencies(name: PackageName, version: Version): Promise<DependenciesAnswer>;
  /** What lies at the URL or path that a requirement names (`name @ url`). */
  direct(name: PackageName, url: string): Promise<DirectAnswer>;
  /** What will probably be asked for soon: a hint that may be ignored. Called with a batch, never waited for. */
  prefetch?(wanted: PrefetchBatch): void;
  /** Asked between two choices: to be waited for, so that answers under way come in while much is to be thought about. Null: not now. */
  rest?(): Promise<void> | null;
}

export interface PrefetchBatch {
  /** Packages whose versions will be asked for. */
  readonly names: readonly PackageName[];
  /** Versions whose dependencies will be asked for. */
  readonly candidates: readonly { readonly name: PackageName; readonly version: Version }[];
}

export type VersionsAnswer =
  | { readonly kind: "versions"; readonly versions: readonly AvailableVersion[] }
  /** No index that was asked has the package. */
  | { readonly kind: "not-found" }
  /** Could not be asked: the resolution ends, for nobody can say what would be chosen. */
  | { readonly kind: "failed"; readonly reason: string };

/** One version of an index. What its files say is taken from the files where there are any. */
export interface AvailableVersion {
  readonly version: Version;
  /** PEP 592: the reason (perhaps empty) or false; null where the index does not say. Of a version: all its files are. */
  readonly yanked: string | false | null;
  /** `Requires-Python` as written; null: none. */
  readonly requiresPython: string | null;
  /** RFC 3339, of the first file; null where the index does not say (PEP 700). */
  readonly uploadTime: string | null;
  /** Empty: not told, so any file is assumed. */
  readonly files: readonly AvailableFile[];
}

export interface AvailableFile {
  readonly filename: string;
  readonly kind: "wheel" | "sdist";
  readonly yanked: string | false | null;
  readonly requiresPython: string | null;
  readonly uploadTime: string | null;
}

/** What the metadata of a version say (core metadata: `Requires-Dist`, `Provides-Extra`, `Requires-Python`). */
export interface StatedDependencies {
  readonly requires: readonly Requirement[];
  /** Normalised (PEP 685). */
  readonly extras: readonly string[];
  readonly requiresPython: string | null;
}

export type DependenciesAnswer =
  | ({ readonly kind: "dependencies" } & StatedDependencies)
  /** Only a build would tell, and nothing is built: the version can be chosen, what it needs stays unknown. */
  | { readonly kind: "dynamic"; readonly reason: string }
  /** The metadata cannot be read: no installer could use this version, so another one is looked for. */
  | { readonly kind: "invalid"; readonly reason: string }
  /** Could not be asked: the resolution ends. */
  | { readonly kind: "failed"; readonly reason: string };

export type DirectAnswer =
  | ({ readonly kind: "direct"; readonly version: Version } & StatedDependencies)
  /** Not asked for, or only a build would tell: `version` is null where even that is unknown. */
  | { readonly kind: "dynamic"; readonly version: Version | null; readonly reason: string };
