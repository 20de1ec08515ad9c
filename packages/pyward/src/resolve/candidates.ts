import {
  compareVersions,
  formatSpecifiers,
  isPrerelease,
  parseWheelFilename,
  satisfies,
} from "../python/index.ts";
import type { PackageName, Requirement, Specifier, Version } from "../python/index.ts";
import type { AvailableFile, AvailableVersion } from "./metadata.ts";
import { inOrderOf } from "./choose-version.ts";
import type { Candidates, ExcludedVersion, Exclusion } from "./exclusion.ts";
import { cutAt } from "./cut.ts";
import type { PlacedRequest } from "./request.ts";
import { between, type VersionSet } from "./version-set.ts";

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
  const sorted = available.toSorted((a, b) => compareVersions(b.version, a.version));
  const byVersion = new Map(sorted.map((one) => [one.version, one]));
  const known = new Map<Version, Exclusion | null>();
  const { forbidden } = rules.request;
  const refusesPrereleases =
    forbidden !== undefined &&
    !clauses.some(({ namesPrerelease }) => namesPrerelease) &&
    sorted.some((one) => !isPrerelease(one.version) && exclude(one, rules, pins)?.kind === "forbidden");
  const exclusionOf = (version: Version): Exclusion | null => {
    const there = known.get(version);
    if (there !== undefined) return there;
    const one = byVersion.get(version);
    const isRefused = refusesPrereleases && isPrerelease(version) && !isPreferred(version, rules);
    const why = one === undefined ? null : exclude(one, rules, pins);
    const exclusion = why ?? (isRefused ? { kind: "prerelease" as const } : null);
    known.set(version, exclusion);
    return exclusion;
  };
  const all = [...byVersion.keys()];
  return candidatesWith({
    all,
    inOrder: inOrderOf(rules.request, rules.name, all),
    exclusionOf,
    partlyFor: (version) => {
      const one = byVersion.get(version);
      return one === undefined ? null : partlyFor(one, rules.request);
    },
  });
}

/** Of a package that has one version, or none that anybody knows. */
export function onlyCandidate(version: Version | null): Candidates {
  const none = (): null => null;
  const all = version === null ? [] : [version];
  return candidatesWith({ all, inOrder: all, exclusionOf: none, partlyFor: none });
}

function candidatesWith(
  known: Pick<Candidates, "all" | "inOrder" | "exclusionOf" | "partlyFor">,
): Candidates {
  const { all, exclusionOf } = known;
  return {
    ...known,
    stretchOf: (version) => stretchOf(version, all),
    get versions() {
      return all.filter((version) => exclusionOf(version) === null);
    },
    get excluded() {
      return all.flatMap((version): ExcludedVersion[] => {
        const exclusion = exclusionOf(version);
        return exclusion === null ? [] : [{ version, exclusion }];
      });
    },
  };
}

function stretchOf(version: Version, all: readonly Version[]): VersionSet {
  const at = all.indexOf(version);
  const [newer, older] = [all[at - 1], all[at + 1]];
  return between(
    older === undefined ? null : cutAt(version, "before"),
    newer === undefined ? null : cutAt(newer, "before"),
  );
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
  // All its files are as new: they need not be looked at.
  const tooNew = one.uploadTime === null ? null : excludeByAge(one.uploadTime, request);
  if (tooNew !== null) return tooNew;
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
  request: PlacedRequest,
  takesYanked: boolean,
): Exclusion | null {
  const byAge = excludeByAge(uploadTime, request);
  if (byAge !== null) return byAge;
  if (requiresPython !== null && request.place.fitsPython(requiresPython) === false) {
    return { kind: "requires-python", requiresPython };
  }
  return typeof yanked === "string" && !takesYanked ? { kind: "yanked", reason: yanked } : null;
}

function excludeByAge(uploadTime: string | null, { excludeNewer }: PlacedRequest): Exclusion | null {
  if (typeof excludeNewer !== "string") return null;
  const time = uploadTime === null ? Number.NaN : Date.parse(uploadTime);
  if (uploadTime === null || Number.isNaN(time)) return { kind: "undated" };
  return time >= Date.parse(excludeNewer) ? { kind: "too-new", uploadTime } : null;
}
