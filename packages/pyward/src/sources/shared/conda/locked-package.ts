import type { Gap, Origin, Scope } from "../../../model/index.ts";

/** A package as a lock of the conda family has it, whichever of them says it. */
export interface LockedPackage {
  readonly manager: "pypi" | "conda";
  /** As written. */
  readonly name: string;
  readonly version: string | null;
  /** URL or path of the file or directory. */
  readonly location: string;
  /** The package index that it comes from, where the lock says it. */
  readonly index: string | null;
  /** `algorithm:hex`. */
  readonly hashes: readonly string[];
  /** What it needs: requirements of PEP 508 for `pypi`, names of packages for `conda`. */
  readonly needs: readonly string[];
  /** What a record of conda says that the package is; null where it says nothing, which is not the same as none. */
  readonly purls: readonly string[] | null;
  /** It needs an interpreter or is built for one. */
  readonly isPython: boolean;
  readonly isEditable: boolean;
  readonly extras: readonly string[];
  readonly uses: readonly Use[];
  readonly origin: Origin;
}

/** A package is in one set of packages that are installed together. */
export interface Use {
  readonly scope: Scope;
  /** conda's name of a platform, such as `linux-64`. */
  readonly platform: string;
  /** The set's identity: what is needed is looked for in the same one. */
  readonly set: string;
}

/** What the schema of a lock gives. */
export interface CondaLock {
  readonly packages: readonly LockedPackage[];
  /** The platforms that the lock is for. */
  readonly platforms: ReadonlySet<string>;
  /** Entries that cannot be read. */
  readonly gaps: readonly Gap[];
}

const HASHES = [
  ["md5", 32],
  ["sha256", 64],
] as const;

/** The hashes of an entry, as `algorithm:hex`. */
export function readHashes(textOf: (algorithm: string) => string | null): readonly string[] {
  return HASHES.flatMap(([algorithm, length]) => {
    const hex = textOf(algorithm)?.toLowerCase() ?? "";
    return hex.length === length && /^[0-9a-f]+$/.test(hex) ? [`${algorithm}:${hex}`] : [];
  });
}

/** The name in a match specification of conda: `numpy >=1.2,<2`, `conda-forge::numpy[version='1']`. */
export function nameOfSpec(spec: string): string {
  const channel = /^[^\s[=<>!~]*::/.exec(spec.slice(0, 300))?.[0] ?? "";
  return /^[A-Za-z0-9_.-]{1,200}/.exec(spec.slice(channel.length).trim())?.[0].toLowerCase() ?? "";
}

/** What a conda archive is called: `NAME-VERSION-BUILD.conda` or `.tar.bz2`. Null for anything else. */
export function parseArchiveName(
  location: string,
): Readonly<Record<"name" | "version" | "build", string>> | null {
  const file = location.slice(location.lastIndexOf("/") + 1).slice(0, 500);
  const found = /^(.+)-([^-]+)-([^-]+?)(?:\.conda|\.tar\.bz2)$/.exec(file);
  const [, name, version, build] = found ?? [];
  return name === undefined || version === undefined || build === undefined ? null : { name, version, build };
}

/** The interpreter and what only names it. */
const INTERPRETERS: ReadonlySet<string> = new Set([
  "python",
  "python_abi",
  "cpython",
  "pypy",
  "python-gil",
  "python-freethreading",
  "python-jit",
]);

export function isInterpreter(name: string): boolean {
  return INTERPRETERS.has(name);
}

/**
 * Whether a conda package can hold a Python distribution: it needs an interpreter, or its build names one (`pyhd8ed1ab_0`,
 * `py312h1234567_0`). What does neither has nothing in a site-packages folder.
 */
export function isForPython({ name, build, needs }: ForPython): boolean {
  if (INTERPRETERS.has(name)) return false;
  return /^(?:.*_)?py(?:\d|h|_|$)/.test(build) || needs.some((needed) => INTERPRETERS.has(needed));
}

interface ForPython {
  readonly name: string;
  readonly build: string;
  readonly needs: readonly string[];
}
