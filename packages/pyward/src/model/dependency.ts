import type { PackageName } from "../python/index.ts";
import type { Origin } from "./origin.ts";

/** How tightly the version is given. `url`: by the artifact itself (git, archive, path). */
export type Pin = "exact" | "range" | "unpinned" | "url";

/**
 * What kind of claim the source makes about this version. `mentioned`: a file names an installation (a Dockerfile's
 * `pip install`), and whether it happens is not known.
 */
export type Basis = "installed" | "locked" | "declared" | "resolved" | "admitted" | "mentioned";

export type SourceType = "registry" | "git" | "url" | "path" | "conda" | "unknown";

/** Where the package itself comes from. `url` carries no userinfo, query or expanded variable. */
export interface PackageSource {
  readonly type: SourceType;
  readonly url: string | null;
}

/** `main`, `build` (needed to build), `tooling` (seed packages), one extra, one dependency group. */
export type Scope = "main" | "build" | "tooling" | `extra:${string}` | `group:${string}`;

/** The package manager of the distribution or conda that owns the files. */
export type SystemManager = "dpkg" | "rpm" | "apk" | "conda";

/** The package of a Linux distribution that owns a Python distribution, unchanged. */
export interface SystemPackage {
  readonly manager: Exclude<SystemManager, "conda">;
  readonly name: string;
  readonly version: string;
  /** CVE ids that its changelog says this version fixes, sorted. */
  readonly fixes: readonly string[];
}

/**
 * Why an entry that cannot be audited is no surprise: it is the project itself, a member of its workspace,
 * or an editable install of somebody's own working tree.
 */
export type OwnCode = "project" | "workspace-member" | "editable";

/** One package that a source asks for, has locked or has installed. */
export interface Dependency {
  /**
   * Unique in its inventory; what edges name. `name@version`, with a suffix where two entries would share it.
   * Make it with `dependencyKey`.
   */
  readonly key: string;
  readonly name: PackageName;
  /** The exact version as the source writes it (not necessarily PEP 440); null where none is given. */
  readonly version: string | null;
  readonly pin: Pin;
  /** The specifier set as written for `range`; null otherwise. */
  readonly specifiers: string | null;
  readonly basis: Basis;
  readonly source: PackageSource;
  /** `algorithm:hex`, sorted. */
  readonly hashes: readonly string[];
  /** Asked for by the project itself, not only through another package. */
  readonly direct: boolean;
  /** Sorted, at least one. */
  readonly scopes: readonly Scope[];
  /** The extras that are asked for, normalised and sorted. */
  readonly extras: readonly string[];
  /** PEP 508 text under which the entry applies; null: always. */
  readonly marker: string | null;
  readonly manager: SystemManager | null;
  /** Of `dpkg`, `rpm` and `apk`: the package, and what it says it fixes. */
  readonly systemPackage?: SystemPackage | undefined;
  /** Key of the dependency whose files hold this vendored copy; null for an ordinary one. */
  readonly embeddedIn: string | null;
  readonly own: OwnCode | null;
  /** At least one, in the order of reading. */
  readonly origins: readonly Origin[];
}

/** `from` needs `to`; both are keys of one inventory. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** PEP 508 text under which the edge exists; null: always. */
  readonly marker: string | null;
}

/** The fields that most sources leave at their null. */
const ORDINARY = {
  specifiers: null,
  hashes: [],
  direct: true,
  scopes: ["main"],
  extras: [],
  marker: null,
  manager: null,
  embeddedIn: null,
  own: null,
} as const satisfies Partial<Dependency>;

type Given = Pick<Dependency, "name" | "version" | "pin" | "basis" | "source" | "origins"> &
  Partial<Dependency>;

/** A dependency with the ordinary nulls filled in: registry packages of scope `main`, asked for directly. */
export function makeDependency(given: Given): Dependency {
  return { key: dependencyKey(given.name, given.version), ...ORDINARY, ...given };
}

/** `name@version`, or the bare name where there is no version. */
export function dependencyKey(name: PackageName, version: string | null): string {
  return version === null ? name : `${name}@${version}`;
}
