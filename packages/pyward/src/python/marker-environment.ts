import { formatVersion, parseVersion } from "./version.ts";

/** PEP 508, "Environment Markers": the variables, as the audited interpreter would give them. */
export interface MarkerEnvironment {
  readonly implementation_name: string;
  readonly implementation_version: string;
  readonly os_name: string;
  readonly platform_machine: string;
  readonly platform_python_implementation: string;
  readonly platform_release: string;
  readonly platform_system: string;
  readonly platform_version: string;
  readonly python_full_version: string;
  /** Major and minor number only, such as `3.12`. */
  readonly python_version: string;
  readonly sys_platform: string;
}

/** What an audit is told about where the project runs. null: not told. */
export interface MarkerTarget {
  /** `3.12`, or `3.12.4` where the patch level is known. */
  readonly python: string | null;
  /** `linux`, `macos`, `windows`, or what Python or people call them (`darwin`, `mac`, `win32` …). */
  readonly platform: string | null;
}

type KnownPlatform = Pick<MarkerEnvironment, "os_name" | "platform_system" | "sys_platform">;

const LINUX: KnownPlatform = { os_name: "posix", platform_system: "Linux", sys_platform: "linux" };
const MACOS: KnownPlatform = { os_name: "posix", platform_system: "Darwin", sys_platform: "darwin" };
const WINDOWS: KnownPlatform = { os_name: "nt", platform_system: "Windows", sys_platform: "win32" };

const PLATFORMS: ReadonlyMap<string, KnownPlatform> = new Map([
  ["linux", LINUX],
  ["macos", MACOS],
  ["mac", MACOS],
  ["darwin", MACOS],
  ["osx", MACOS],
  ["windows", WINDOWS],
  ["win", WINDOWS],
  ["win32", WINDOWS],
]);

/**
 * The variables that a declared target settles, for `evaluateMarkerPartially`. `python_full_version` is among
 * them only where the patch level is given. What is not understood settles nothing.
 */
export function markerEnvironment(target: MarkerTarget): Partial<MarkerEnvironment> {
  const platform = target.platform === null ? undefined : PLATFORMS.get(target.platform.toLowerCase());
  return { ...platform, ...pythonVariables(target.python) };
}

function pythonVariables(python: string | null): Partial<MarkerEnvironment> {
  const parsed = parseVersion(python ?? "");
  if (!parsed.ok) return {};
  const [major, minor, patch] = parsed.value.release;
  if (major === undefined || minor === undefined) return {};
  const python_version = `${major}.${minor}`;
  return patch === undefined
    ? { python_version }
    : { python_version, python_full_version: formatVersion(parsed.value) };
}
