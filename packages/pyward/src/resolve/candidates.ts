import {
  compareVersions,
  formatSpecifiers,
  isPrerelease,
  parseWheelFilename,
  satisfies,
} from "../python/index.ts";
import type { PackageName, Requirement, Specifier, Version } from "../python/index.ts";
import type { AvailableFile, AvailableVersion } from "./metadata.ts";
import type { Candidates, ExcludedVersion, Exclusion } from "./exclusion.ts";
import type { PlacedRequest } from "./request.ts";

interface CandidateRules {
  readonly request: PlacedRequest;
  readonly name: PackageName;
  /** The requirements of the request, its constraints and overrides that apply to this package here. */
  readonly direct: readonly Requirement[];
  readonly constraints: readonly Requirement[];
}

/**
 * A yanked version needs a pin of the request (PEP 592). Pre-releases are candidates like others, for who chooses takes
 * them where no final release fits (`chooseVersion`); but a final release that must not be used calls for no pre-release.
 */
export function candidatesOf(available: readonly AvailableVersion[], rules: CandidateRules): Candidates {
  const clauses = [...rules.direct, ...rules.constraints].flatMap(({ specifiers }) => specifiers.specifiers);
  const pins = clauses.filter(({ operator, isPrefix }) => operator.startsWith("==") && !isPrefix);
  const all = available
    .toSorted((a, b) => compareVersions(b.version, a.version))
    .map((one) => ({
      ...{ version: one.version, exclusion: exclude(one, rules, pins) },
      requiresPython: partlyFor(one, rules.request),
    }));
  const refusesPrereleases =
    !clauses.some(({ namesPrerelease }) => namesPrerelease) &&
    all.some(({ version, exclusion }) => exclusion?.kind === "forbidden" && !isPrerelease(version));
  const versions: Version[] = [];
  const excluded: ExcludedVersion[] = [];
  const partly = new Map<Version, string>();
  for (const { version, exclusion, requiresPython } of all) {
    const isRefused = refusesPrereleases && isPrerelease(version) && !isPreferred(version, rules);
    const why = exclusion ?? (isRefused ? { kind: "prerelease" as const } : null);
    if (why !== null) excluded.push({ version, exclusion: why });
    else {
      versions.push(version);
      if (requiresPython !== null) partly.set(version, requiresPython);
    }
  }
  return { versions, excluded, partly };
}

function isPreferred(version: Version, { request, name }: CandidateRules): boolean {
  const preferred = request.preferences?.get(name);
  return preferred !== undefined && compareVersions(preferred, version) === 0;
}

function exclude(one: AvailableVersion, rules: CandidateRules, pins: readonly Specifier[]): Exclusion | null {
  const { version } = one;
  const { request, name } = rules;
  const isPinned = pins.some((pin) => satisfies(version, { specifiers: [pin] }));
  const unusable = excludeByFiles(one, request, isPinned || isPreferred(version, rules));
  if (unusable !== null) return unusable;
  const constraint = rules.constraints.find(({ specifiers }) => !satisfies(version, specifiers));
  if (constraint !== undefined) {
    return { kind: "constraint", constraint: `${name}${formatSpecifiers(constraint.specifiers)}` };
  }
  const reason = request.forbidden?.(name, version) ?? null;
  return reason === null ? null : { kind: "forbidden", reason };
}

/** What can be built can be installed anywhere. A name that is none of a wheel says nothing. */
function fitsTarget({ filename, kind }: AvailableFile, { place }: PlacedRequest): boolean {
  if (kind === "sdist" || filename.endsWith("-py3-none-any.whl")) return true;
  const wheel = parseWheelFilename(filename);
  return !wheel.ok || place.fitsWheel(wheel.value);
}

/** The Python that all its files ask for, where only a part of the place has it; null: there is none such. */
function partlyFor(one: AvailableVersion, { place }: PlacedRequest): string | null {
  const files = one.files.length === 0 ? [one] : one.files;
  const partly = files.find(({ requiresPython }) => place.fitsPython(requiresPython) === "partly");
  if (partly === undefined) return null;
  return files.some(({ requiresPython }) => place.fitsPython(requiresPython) === true)
    ? null
    : partly.requiresPython;
}

interface FileFacts {
  readonly yanked: string | false | null;
  readonly requiresPython: string | null;
  readonly uploadTime: string | null;
}

/** One file that can be used is enough; where none can, the first one says why. */
function excludeByFiles(
  one: AvailableVersion,
  request: PlacedRequest,
  takesYanked: boolean,
): Exclusion | null {
  let why: Exclusion | null = null;
  for (const file of one.files.length === 0 ? [one] : one.files) {
    const exclusion = excludeFile(file, request, takesYanked);
    if (exclusion === null && ("filename" in file ? fitsTarget(file, request) : true)) return null;
    why ??= exclusion;
  }
  return why ?? { kind: "no-file", target: request.place.words };
}

function excludeFile(
  { yanked, requiresPython, uploadTime }: FileFacts,
  { excludeNewer, place }: PlacedRequest,
  takesYanked: boolean,
): Exclusion | null {
  if (typeof excludeNewer === "string") {
    if (uploadTime === null || Number.isNaN(Date.parse(uploadTime))) return { kind: "undated" };
    if (Date.parse(uploadTime) >= Date.parse(excludeNewer)) return { kind: "too-new", uploadTime };
  }
  if (requiresPython !== null && place.fitsPython(requiresPython) === false) {
    return { kind: "requires-python", requiresPython };
  }
  return typeof yanked === "string" && !takesYanked ? { kind: "yanked", reason: yanked } : null;
}
