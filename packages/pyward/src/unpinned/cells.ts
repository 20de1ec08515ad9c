import type { ReportTarget } from "../model/index.ts";
import { maintainedPythons, PYTHONS } from "../python/end-of-life.ts";
import {
  evaluateMarker,
  markerEnvironment,
  parseSpecifiers,
  parseVersion,
  satisfies,
  type Marker,
  type MarkerEnvironment,
} from "../python/index.ts";
import type { TargetCell } from "../resolve/resolve-for-cells.ts";

const PLATFORMS = ["linux", "macos", "windows"] as const;
const MACHINES: Readonly<Record<string, string>> = { linux: "x86_64", macos: "arm64", windows: "AMD64" };

/** One Python on one platform, as an installer there would see it. The patch level of a Python that has none is its newest, whichever that is. */
export function cellOf(python: string, platform: string): TargetCell {
  const full = /^\d+\.\d+\.\d+/.test(python) ? python : `${python}.${NEWEST}`;
  const known = markerEnvironment({ python: full, platform });
  const environment: MarkerEnvironment = {
    implementation_name: "cpython",
    implementation_version: full,
    os_name: known.os_name ?? "posix",
    platform_machine: MACHINES[platform] ?? "x86_64",
    platform_python_implementation: "CPython",
    platform_release: "",
    platform_system: known.platform_system ?? "Linux",
    platform_version: "",
    python_full_version: full,
    python_version: known.python_version ?? python,
    sys_platform: known.sys_platform ?? platform,
  };
  return { python: environment.python_version, platform: environment.sys_platform, environment };
}

/** What is to be answered for. */
export interface WantedCells {
  /** Declared, or those that the project itself says; an answer for less is none. */
  readonly pythons: readonly string[];
  readonly isDeclared: boolean;
  readonly platforms: readonly string[];
}

/**
 * The Pythons and platforms of the declared targets. Where no Python is declared: those that are maintained and that the project is for, the newest
 * first; of a project for older ones alone, these.
 */
export function wantedCells(
  targets: readonly ReportTarget[],
  requiresPython: readonly string[],
  now: Date,
): WantedCells {
  const declared = distinct(targets.flatMap(({ python }) => python ?? []));
  const named = distinct(targets.flatMap(({ platform }) => platform ?? []));
  const platforms = named.length === 0 ? PLATFORMS : named;
  if (declared.length > 0) return { pythons: declared, isDeclared: true, platforms };
  const maintained = pythonsFor(requiresPython, maintainedPythons(now));
  const pythons = maintained.length > 0 ? maintained : pythonsFor(requiresPython, PYTHONS);
  return { pythons: pythons.length > 0 ? pythons : maintainedPythons(now), isDeclared: false, platforms };
}

/** The newest Python for which a marker holds, on a platform where it does; null: none is known. */
export function cellWhere(marker: Marker, requiresPython: readonly string[]): TargetCell | null {
  for (const python of pythonsFor(requiresPython, PYTHONS)) {
    for (const platform of PLATFORMS) {
      const cell = cellOf(python, platform);
      if (evaluateMarker(marker, cell.environment) === true) return cell;
    }
  }
  return null;
}

/** Of release lines those that all specifiers take; with a patch level where they do not take the newest one. */
function pythonsFor(requiresPython: readonly string[], lines: readonly string[]): readonly string[] {
  const sets = requiresPython.flatMap((text) => {
    const parsed = parseSpecifiers(text);
    return parsed.ok ? [parsed.value] : [];
  });
  const fits = (python: string): boolean => {
    const version = parseVersion(python);
    return version.ok && sets.every((set) => satisfies(version.value, set));
  };
  return lines.flatMap((line) => {
    if (fits(`${line}.${NEWEST}`)) return [line];
    return PATCHES.map((patch) => `${line}.${patch}`).find(fits) ?? [];
  });
}

/** Above every patch level that there is. */
const NEWEST = 99;
/** Of one release line, the newest first: no line has had more. */
const PATCHES = Array.from({ length: 31 }, (_, at) => 30 - at);

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
