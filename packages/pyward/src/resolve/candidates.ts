import { compareVersions, isPrerelease, parseSpecifiers, satisfies } from "../python/index.ts";
import type { MarkerEnvironment, Requirement, Version } from "../python/index.ts";
import type { AvailableVersion } from "./metadata.ts";
import { contains, type VersionSet } from "./version-set.ts";

/** The versions of a package that this target may use at all, the newest first. */
export interface Candidates {
  readonly versions: readonly Version[];
  /** Pre-releases count like any other version. */
  readonly takesPrereleases: boolean;
}

/**
 * Left out are versions for another Python, and yanked ones unless a requirement of the request pins just that version
 * (PEP 592). Pre-releases are taken where the request names one or where nothing else was ever published.
 */
export function usableVersions(
  available: readonly AvailableVersion[],
  direct: readonly Requirement[],
  environment: MarkerEnvironment,
): Candidates {
  const clauses = direct.flatMap(({ specifiers }) => specifiers.specifiers);
  const pins = clauses.filter(({ operator, isPrefix }) => operator.startsWith("==") && !isPrefix);
  const versions = available
    .filter(({ requiresPython }) => fitsPython(requiresPython, environment))
    .filter(
      ({ version, yanked }) =>
        typeof yanked !== "string" || pins.some((pin) => satisfies(version, { specifiers: [pin] })),
    )
    .map(({ version }) => version)
    .toSorted((a, b) => compareVersions(b, a));
  const takesPrereleases =
    clauses.some(({ namesPrerelease }) => namesPrerelease) ||
    available.every(({ version }) => isPrerelease(version));
  return { versions, takesPrereleases };
}

/** What cannot be read is no reason to refuse: installers say the same. */
export function fitsPython(requiresPython: string | null, environment: MarkerEnvironment): boolean {
  const parsed = parseSpecifiers(requiresPython ?? "");
  return !parsed.ok || satisfies(environment.python_full_version, parsed.value);
}

export function chooseNewest({ versions, takesPrereleases }: Candidates, set: VersionSet): Version | null {
  return (
    versions.find((version) => contains(set, version) && (takesPrereleases || !isPrerelease(version))) ?? null
  );
}
