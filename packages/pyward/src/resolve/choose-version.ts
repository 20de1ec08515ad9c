import { compareVersions, type PackageName, type Version } from "../python/index.ts";
import type { Candidates } from "./exclusion.ts";
import type { ResolveRequest } from "./request.ts";
import { contains, type VersionSet } from "./version-set.ts";

/** The version that the request would have first, out of those that fit; null: none fits. */
export function chooseVersion(
  request: ResolveRequest,
  name: PackageName,
  { versions }: Candidates,
  set: VersionSet,
): Version | null {
  if (request.chooseVersion !== undefined) {
    const fitting = versions.filter((version) => contains(set, version));
    return fitting.length === 0 ? null : (request.chooseVersion(name, fitting) ?? fitting[0] ?? null);
  }
  const preferred = request.preferences?.get(name);
  if (preferred !== undefined && contains(set, preferred)) {
    const found = versions.find((version) => isSame(version, preferred));
    if (found !== undefined) return found;
  }
  const fits = (version: Version): boolean => contains(set, version);
  return (takesLowest(request, name) ? versions.findLast(fits) : versions.find(fits)) ?? null;
}

function isSame(a: Version, b: Version): boolean {
  return compareVersions(a, b) === 0;
}

function takesLowest({ mode, requirements }: ResolveRequest, name: PackageName): boolean {
  return mode === "lowest" || (mode === "lowest-direct" && requirements.some((one) => one.name === name));
}
