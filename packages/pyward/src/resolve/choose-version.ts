import { compareVersions, isPrerelease, type PackageName, type Version } from "../python/index.ts";
import type { Candidates } from "./exclusion.ts";
import type { PlacedRequest } from "./request.ts";
import { within, type VersionSet } from "./version-set.ts";

/**
 * The version that the request would have first, out of those that fit; null: none fits. A pre-release only where no
 * final release fits (PEP 440, "Handling of pre-releases", what tools should do; uv's `if-necessary`), or where it is
 * preferred. pip besides takes one where a requirement names any pre-release.
 */
export function chooseVersion(
  request: PlacedRequest,
  name: PackageName,
  { all, exclusionOf }: Candidates,
  set: VersionSet,
): Version | null {
  const preferred = request.preferences?.get(name);
  const inSet = within(all, set);
  const isWanted = (version: Version): boolean => preferred !== undefined && isSame(version, preferred);
  const fits = (version: Version): boolean => exclusionOf(version) === null;
  const isFinal = (version: Version): boolean =>
    (!isPrerelease(version) || isWanted(version)) && fits(version);
  if (request.chooseVersion !== undefined) {
    const finals = inSet.filter(isFinal);
    const fitting = finals.length === 0 ? inSet.filter(fits) : finals;
    return fitting.length === 0 ? null : (request.chooseVersion(name, fitting) ?? fitting[0] ?? null);
  }
  const wanted = preferred === undefined ? undefined : inSet.find(isWanted);
  if (wanted !== undefined && fits(wanted)) return wanted;
  return (
    (takesLowest(request, name)
      ? (inSet.findLast(isFinal) ?? inSet.findLast(fits))
      : (inSet.find(isFinal) ?? inSet.find(fits))) ?? null
  );
}

function isSame(a: Version, b: Version): boolean {
  return compareVersions(a, b) === 0;
}

function takesLowest({ mode, requirements }: PlacedRequest, name: PackageName): boolean {
  return mode === "lowest" || (mode === "lowest-direct" && requirements.some((one) => one.name === name));
}
