import { formatVersion, normalizeName, parseRequirement, parseVersion } from "../../python/index.ts";
import type { MarkerEnvironment, PackageName, Requirement, Version } from "../../python/index.ts";
import type { AvailableVersion, PackageMetadata, StatedDependencies } from "../metadata.ts";
import type { Resolution, ResolveRequest } from "../request.ts";

/** One version: what it needs, in one text with ` & ` between, or that and more. */
export type ScenarioRelease =
  | string
  | {
      readonly needs?: string;
      readonly python?: string;
      readonly yanked?: string;
      /** RFC 3339. */
      readonly date?: string;
      /** Tags of its wheels with blanks between, `sdist` for a source distribution; absent: a wheel for every target. */
      readonly files?: string;
    };

export type ScenarioIndex = Readonly<Record<string, Readonly<Record<string, ScenarioRelease>>>>;

/** A question to the resolver and the answer: a file of this folder is a list of them. */
export interface Scenario {
  readonly name: string;
  readonly index: ScenarioIndex;
  /** What lies at URLs. */
  readonly given?: Readonly<
    Record<string, { readonly name: string; readonly version: string; readonly needs?: string }>
  >;
  /** Requirements with ` & ` between, here and below. */
  readonly ask: string;
  readonly constraints?: string;
  readonly overrides?: string;
  /** Pins. */
  readonly prefer?: string;
  /** Reasons by `name version`. */
  readonly forbid?: Readonly<Record<string, string>>;
  readonly mode?: "highest" | "lowest" | "lowest-direct";
  readonly before?: string;
  /** Default 3.12. */
  readonly python?: string;
  /** Default linux. */
  readonly platform?: "linux" | "macos" | "windows";
  /** With blanks between; null: nothing fits. */
  readonly pins: string | null;
  /** What uv answers instead, and why we differ. */
  readonly differs?: { readonly uv: string | null; readonly why: string };
}

export function split(text = ""): readonly string[] {
  return text
    .split(" & ")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export function requestOf(scenario: Scenario): ResolveRequest {
  const { ask, constraints, overrides, mode, before, forbid = {}, prefer } = scenario;
  const forbidden = (name: PackageName, version: Version): string | null =>
    forbid[`${name} ${formatVersion(version)}`] ?? null;
  const preferences = split(prefer).map((pin): [PackageName, Version] => {
    const [name = "", version = ""] = pin.split("==");
    return [normalizeName(name), versionOf(version)];
  });
  return {
    requirements: requirementsOf(ask),
    constraints: requirementsOf(constraints),
    overrides: requirementsOf(overrides),
    environment: environmentOf(scenario.python ?? "3.12", scenario.platform ?? "linux"),
    maxRounds: 20_000,
    ...{ mode: mode ?? "highest", excludeNewer: before ?? null, forbidden },
    preferences: new Map(preferences),
  };
}

/** An index in memory. */
export function metadataOf({ index, given = {} }: Pick<Scenario, "index" | "given">): PackageMetadata {
  return {
    versions: (name) => {
      const releases = index[name];
      if (releases === undefined) return Promise.resolve({ kind: "not-found" });
      return Promise.resolve({
        kind: "versions",
        versions: Object.entries(releases).map((entry) => availableOf(name, entry)),
      });
    },
    dependencies: (name, version) => {
      const release = index[name]?.[formatVersion(version)] ?? "";
      const needs = typeof release === "string" ? release : (release.needs ?? "");
      return Promise.resolve({ kind: "dependencies", ...statedOf(needs) });
    },
    direct: (_, url) => {
      const found = given[url];
      return Promise.resolve(
        found === undefined
          ? { kind: "dynamic", version: null, reason: "nothing is there" }
          : { kind: "direct", version: versionOf(found.version), ...statedOf(found.needs) },
      );
    },
  };
}

/** As the scenario has it: pins with blanks between, null where nothing fits. */
export function pinsOf(resolution: Resolution): string | null {
  if (resolution.kind === "conflict") return null;
  if (resolution.kind !== "resolved") return resolution.kind;
  return resolution.pins
    .map(({ name, version, url }) =>
      url === null ? `${name}==${version === null ? "?" : formatVersion(version)}` : `${name}@${url}`,
    )
    .join(" ");
}

const PLATFORMS = {
  linux: { os_name: "posix", platform_system: "Linux", sys_platform: "linux", platform_machine: "x86_64" },
  macos: { os_name: "posix", platform_system: "Darwin", sys_platform: "darwin", platform_machine: "arm64" },
  windows: { os_name: "nt", platform_system: "Windows", sys_platform: "win32", platform_machine: "x86_64" },
} as const;

export function environmentOf(python: string, platform: keyof typeof PLATFORMS): MarkerEnvironment {
  const full = python.split(".").length > 2 ? python : `${python}.0`;
  return {
    ...PLATFORMS[platform],
    implementation_name: "cpython",
    implementation_version: full,
    platform_python_implementation: "CPython",
    platform_release: "",
    platform_version: "",
    python_full_version: full,
    python_version: full.split(".").slice(0, 2).join("."),
  };
}

function availableOf(name: string, [text, release]: [string, ScenarioRelease]): AvailableVersion {
  const { python, yanked, date, files } = typeof release === "string" ? {} : release;
  const facts = {
    yanked: yanked ?? (false as const),
    requiresPython: python ?? null,
    uploadTime: date ?? null,
  };
  return {
    ...{ version: versionOf(text), ...facts },
    files: (files === undefined ? [] : filesOf(name, text, files)).map((filename) => ({
      ...{ filename, kind: filename.endsWith(".whl") ? ("wheel" as const) : ("sdist" as const) },
      ...facts,
    })),
  };
}

export function filesOf(name: string, version: string, files = "py3-none-any"): readonly string[] {
  return files
    .split(" ")
    .map((tags) => (tags === "sdist" ? `${name}-${version}.tar.gz` : `${name}-${version}-${tags}.whl`));
}

function statedOf(needs = ""): StatedDependencies {
  return { requires: requirementsOf(needs), extras: extrasOf(needs), requiresPython: null };
}

/** `Provides-Extra` of what names extras in its markers. */
export function extrasOf(needs: string): string[] {
  return [
    ...new Set([...needs.matchAll(/extra == "([^"]+)"/g)].map(([, extra = ""]) => normalizeName(extra))),
  ];
}

export function requirementsOf(text = ""): Requirement[] {
  return split(text).map((part) => {
    const parsed = parseRequirement(part);
    if (!parsed.ok) throw new Error(`${part}: ${parsed.error.message}`);
    return parsed.value;
  });
}

export function versionOf(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value;
}
