import type { AdvisoryIndex } from "../advisory-index/index.ts";
import { isAffected, placeVersion } from "../match/index.ts";
import type { PackageName } from "../python/index.ts";

/**
 * Ids of the live records that apply to the version, ascending; null: of every live record about the package. A withdrawn record
 * applies to nothing (OSV schema, "withdrawn field").
 */
export function findRecords(
  index: AdvisoryIndex,
  name: PackageName,
  version: string | null,
): readonly string[] {
  const stored = index.lookup(name);
  if (stored === null) return [];
  const live = stored.advisories.filter(({ withdrawn }) => withdrawn === null);
  const placed = version === null ? null : placeVersion(version, stored.bounds);
  const applying = placed === null ? live : live.filter((advisory) => isAffected(advisory, placed));
  return applying.map(({ id }) => id).toSorted();
}
