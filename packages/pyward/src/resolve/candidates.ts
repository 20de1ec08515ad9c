import {
  compareVersions,
  formatSpecifiers,
  isPrerelease,
  parseSpecifiers,
  satisfies,
} from "../python/index.ts";
import type { MarkerEnvironment, PackageName, Requirement, Specifier, Version } from "../python/index.ts";
import type { AvailableVersion } from "./metadata.ts";
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
 * A yanked version needs a pin of the request (PEP 592), a pre-release a requirement of the request that names one, or
 * a package that had nothing else by then (PEP 440, "Handling of pre-releases").
 */
export function candidatesOf(available: readonly AvailableVersion[], rules: CandidateRules): Candidates {
  const clauses = [...rules.direct, ...rules.constraints].flatMap(({ specifiers }) => specifiers.specifiers);
  const takesPrereleases =
    clauses.some(({ namesPrerelease }) => namesPrerelease) ||
    available.every((one) => isPrerelease(one.version) || isUnborn(one, rules.request));
  const pins = clauses.filter(({ operator, isPrefix }) => operator.startsWith("==") && !isPrefix);
  const versions: Version[] = [];
  const excluded: ExcludedVersion[] = [];
  for (const one of available.toSorted((a, b) => compareVersions(b.version, a.version))) {
    const exclusion = exclude(one, rules, { pins, takesPrereleases });
    if (exclusion === null) versions.push(one.version);
    else excluded.push({ version: one.version, exclusion });
  }
  return { versions, excluded };
}

interface Admitted {
  readonly pins: readonly Specifier[];
  readonly takesPrereleases: boolean;
}

function exclude(one: AvailableVersion, rules: CandidateRules, admitted: Admitted): Exclusion | null {
  const { version } = one;
  const { request, name } = rules;
  const preferred = request.preferences?.get(name);
  const isPreferred = preferred !== undefined && compareVersions(preferred, version) === 0;
  const isPinned = admitted.pins.some((pin) => satisfies(version, { specifiers: [pin] }));
  const unusable = excludeByFiles(one, request, isPreferred || isPinned);
  if (unusable !== null) return unusable;
  const constraint = rules.constraints.find(({ specifiers }) => !satisfies(version, specifiers));
  if (constraint !== undefined) {
    return { kind: "constraint", constraint: `${name}${formatSpecifiers(constraint.specifiers)}` };
  }
  const reason = request.forbidden?.(name, version) ?? null;
  if (reason !== null) return { kind: "forbidden", reason };
  if (isPrerelease(version) && !admitted.takesPrereleases && !isPreferred) return { kind: "prerelease" };
  return null;
}

interface FileFacts {
  readonly yanked: string | false | null;
  readonly requiresPython: string | null;
  readonly uploadTime: string | null;
}

/** Not there yet, for a request that looks back. */
function isUnborn(one: AvailableVersion, request: ResolveRequest): boolean {
  const kind = excludeByFiles(one, request, true)?.kind;
  return kind === "too-new" || kind === "undated";
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
    if (exclusion === null) return null;
    why ??= exclusion;
  }
  return why;
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
