import {
  compareVersions,
  formatSpecifiers,
  isPrerelease,
  parseSpecifiers,
  parseWheelFilename,
  satisfies,
} from "../python/index.ts";
import type { MarkerEnvironment, PackageName, Requirement, Specifier, Version } from "../python/index.ts";
import { fitsWheelTarget } from "../python/wheel-target.ts";
import type { AvailableFile, AvailableVersion } from "./metadata.ts";
import type { Candidates, ExcludedVersion, Exclusion } from "./exclusion.ts";
import type { ResolveRequest } from "./request.ts";

interface CandidateRules {
  readonly request: ResolveRequest;
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
    .map(({ version, ...one }) => ({ version, exclusion: exclude({ version, ...one }, rules, pins) }));
  const refusesPrereleases =
    !clauses.some(({ namesPrerelease }) => namesPrerelease) &&
    all.some(({ version, exclusion }) => exclusion?.kind === "forbidden" && !isPrerelease(version));
  const versions: Version[] = [];
  const excluded: ExcludedVersion[] = [];
  for (const { version, exclusion } of all) {
    const isRefused = refusesPrereleases && isPrerelease(version) && !isPreferred(version, rules);
    const why = exclusion ?? (isRefused ? { kind: "prerelease" as const } : null);
    if (why === null) versions.push(version);
    else excluded.push({ version, exclusion: why });
  }
  return { versions, excluded };
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
function fitsTarget({ filename, kind }: AvailableFile, { environment }: ResolveRequest): boolean {
  if (kind === "sdist" || filename.endsWith("-py3-none-any.whl")) return true;
  const wheel = parseWheelFilename(filename);
  return !wheel.ok || fitsWheelTarget(wheel.value, environment);
}

function noFile({ environment }: ResolveRequest): Exclusion {
  const { python_version, sys_platform, platform_machine } = environment;
  const where = [sys_platform, platform_machine].filter((part) => part !== "").join(" ");
  return { kind: "no-file", target: `Python ${python_version}${where === "" ? "" : ` on ${where}`}` };
}

interface FileFacts {
  readonly yanked: string | false | null;
  readonly requiresPython: string | null;
  readonly uploadTime: string | null;
}

/** One file that can be used is enough; where none can, the first one says why. */
function excludeByFiles(
  one: AvailableVersion,
  request: ResolveRequest,
  takesYanked: boolean,
): Exclusion | null {
  let why: Exclusion | null = null;
  for (const file of one.files.length === 0 ? [one] : one.files) {
    const exclusion = excludeFile(file, request, takesYanked);
    if (exclusion === null && ("filename" in file ? fitsTarget(file, request) : true)) return null;
    why ??= exclusion;
  }
  return why ?? noFile(request);
}

function excludeFile(
  { yanked, requiresPython, uploadTime }: FileFacts,
  { excludeNewer, environment }: ResolveRequest,
  takesYanked: boolean,
): Exclusion | null {
  if (typeof excludeNewer === "string") {
    if (uploadTime === null || Number.isNaN(Date.parse(uploadTime))) return { kind: "undated" };
    if (Date.parse(uploadTime) >= Date.parse(excludeNewer)) return { kind: "too-new", uploadTime };
  }
  if (requiresPython !== null && !fitsPython(requiresPython, environment)) {
    return { kind: "requires-python", requiresPython };
  }
  return typeof yanked === "string" && !takesYanked ? { kind: "yanked", reason: yanked } : null;
}

/** What cannot be read is no reason to refuse: installers say the same. */
export function fitsPython(requiresPython: string | null, environment: MarkerEnvironment): boolean {
  const parsed = parseSpecifiers(requiresPython ?? "");
  return !parsed.ok || satisfies(environment.python_full_version, parsed.value);
}
