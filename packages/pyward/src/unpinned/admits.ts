import { awaitsVersion } from "../inventory/awaits-version.ts";
import type { Dependency } from "../model/index.ts";
import { compareVersions, formatVersion, satisfies, type Version } from "../python/index.ts";
import { candidatesOf } from "../resolve/candidates.ts";
import type { PackageMetadata } from "../resolve/metadata.ts";
import { placeOf } from "../resolve/place.ts";
import type { ResolveRequest } from "../resolve/request.ts";
import type { TargetCell } from "../resolve/resolve-for-cells.ts";
import { holds } from "./answer.ts";
import { requirementOf } from "./question.ts";

/** A declared range, and what it would let an installer take. */
export interface AdmittedRange {
  /** As it was declared, without a version. */
  readonly dependency: Dependency;
  /** Of the index, ascending: no pre-releases and nothing yanked unless the range asks for it. */
  readonly versions: readonly string[];
}

/** What the ranges admit where they apply. A requirement without any bound admits everything, which it says itself: it is none. */
export async function rangesOf(
  dependencies: readonly Dependency[],
  cells: readonly TargetCell[],
  {
    metadata,
    excludeNewer = null,
  }: Pick<ResolveRequest, "excludeNewer"> & { readonly metadata: PackageMetadata },
): Promise<readonly AdmittedRange[]> {
  const ranges: AdmittedRange[] = [];
  for (const dependency of dependencies.filter((one) => awaitsVersion(one) && one.pin === "range")) {
    const requirement = requirementOf(dependency);
    const found = await metadata.versions(dependency.name);
    if (requirement === null || found.kind !== "versions") continue;
    const admitted = new Map<string, Version>();
    const takesAll = requirement.specifiers.specifiers.some(({ namesPrerelease }) => namesPrerelease);
    // First: what its files say is read of no other version.
    const inRange = found.versions.filter(({ version }) =>
      satisfies(version, requirement.specifiers, { prereleases: takesAll }),
    );
    for (const { environment } of cells.filter((cell) => holds(dependency.marker, cell))) {
      const place = placeOf(environment);
      const request = { requirements: [requirement], place, excludeNewer, maxRounds: 0 };
      const rules = { request, name: dependency.name, direct: [requirement], constraints: [] };
      for (const version of candidatesOf(inRange, rules).versions)
        admitted.set(formatVersion(version), version);
    }
    const ascending = [...admitted].toSorted(([, a], [, b]) => compareVersions(a, b));
    ranges.push({ dependency, versions: ascending.map(([text]) => text) });
  }
  return ranges;
}
