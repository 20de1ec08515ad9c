import { compareVersions, isPrerelease, type PackageName, type Version } from "../python/index.ts";
import type { Candidates } from "./exclusion.ts";
import type { PlacedRequest } from "./request.ts";
import { contains, within, type VersionSet } from "./version-set.ts";

/**
 * The version that the request would have first, out of those that fit; null: none fits. A pre-release only where no
 * final release fits (PEP 440, "Handling of pre-releases", what tools should do; uv's `if-necessary`), or where it is
 * preferred. pip besides takes one where a requirement names any pre-release.
 */
export function chooseVersion(
  request: PlacedRequest,
  name: PackageName,
  candidates: Candidates,
  set: VersionSet,
): Version | null {
  const { all, inOrder, exclusionOf } = candidates;
  const preferred = request.preferences?.get(name);
  const isWanted = (version: Version): boolean => preferred !== undefined && isSame(version, preferred);
  const inSet = inOrder === all ? within(all, set) : inOrder.filter((version) => contains(set, version));
  const fits = (version: Version): boolean => exclusionOf(version) === null;
  const isFinal = (version: Version): boolean =>
    (!isPrerelease(version) || isWanted(version)) && fits(version);
  const isFirst = preferred !== undefined && request.order === undefined;
  const wanted = isFirst ? inSet.find(isWanted) : undefined;
  if (wanted !== undefined && fits(wanted)) return wanted;
  return inSet.find(isFinal) ?? inSet.find(fits) ?? null;
}

/** In which order the versions (newest first) are taken. */
export function inOrderOf(
  { order, mode, requirements }: PlacedRequest,
  name: PackageName,
  all: readonly Version[],
): readonly Version[] {
  if (order !== undefined) return order(name, all);
  const isDirect = mode === "lowest-direct" && requirements.some((one) => one.name === name);
  return mode === "lowest" || isDirect ? all.toReversed() : all;
}

function isSame(a: Version, b: Version): boolean {
  return compareVersions(a, b) === 0;
}
