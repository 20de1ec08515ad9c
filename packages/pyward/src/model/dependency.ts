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
  /** What it was built from; absent where that is the same or not said. */
  readonly source?: { readonly name: string; readonly version: string } | undefined;
  /** `ID` and `VERSION_ID` of the system's os-release(5); absent where it says none. */
  readonly system?: OsRelease | undefined;
}

/** Which distribution a system is. */
export interface OsRelease {
  /** Lower case, such as `debian`. */
  readonly id: string;
  /** Such as `12`; empty where a distribution has none (Debian unstable). */
  readonly version: string;
}

/** What an advisory of the distribution itself says about one CVE in the installed version of a package. */
export interface DistroStatement {
  readonly cve: string;
  readonly status: "fixed" | "affected";
  /** Id of the record, such as `DSA-5678-1`. */
  readonly record: string;
  /** The version that has it fixed; null where none has. */
  readonly version: string | null;
}

/**
 * Why an entry that cannot be audited is no surprise: it is the project itself, a member of its workspace,
 * or an editable install of somebody's own working tree.
 */
export type OwnCode = "project" | "workspace-member" | "editable";

/**
 * Who published the files of a release, as a lock recorded it (PEP 751, `attestation-identities`; PEP 740). Nobody has verified it here.
 * `claims`: what that kind of publisher is told by, such as repository and workflow, in the order of the file.
 */
export interface AttestationIdentity {
  readonly kind: string;
  readonly claims: readonly { readonly name: string; readonly value: string }[];
}

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
  /** Absent: none were recorded. */
  readonly attestationIdentities?: readonly AttestationIdentity[] | undefined;
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

const NONE: readonly never[] = [];
const MAIN: readonly Scope[] = ["main"];

type Given = Pick<Dependency, "name" | "version" | "pin" | "basis" | "source" | "origins"> &
  Partial<Dependency>;

/** A dependency with the ordinary nulls filled in: registry packages of scope `main`, asked for directly. */
export function makeDependency(given: Given): Dependency {
  // Field by field: there are thousands, and spreading costs three times as much.
  return {
    key: given.key ?? dependencyKey(given.name, given.version),
    name: given.name,
    version: given.version,
    pin: given.pin,
    specifiers: given.specifiers ?? null,
    basis: given.basis,
    source: given.source,
    hashes: given.hashes ?? NONE,
    direct: given.direct ?? true,
    scopes: given.scopes ?? MAIN,
    extras: given.extras ?? NONE,
    marker: given.marker ?? null,
    manager: given.manager ?? null,
    systemPackage: given.systemPackage,
    attestationIdentities: given.attestationIdentities,
    embeddedIn: given.embeddedIn ?? null,
    own: given.own ?? null,
    origins: given.origins,
  };
}

/** `name@version`, or the bare name where there is no version. */
export function dependencyKey(name: PackageName, version: string | null): string {
  return version === null ? name : `${name}@${version}`;
}
