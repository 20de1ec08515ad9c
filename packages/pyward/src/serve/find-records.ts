import type { AdvisoryIndex } from "../advisory-index/index.ts";
import { isAffected, isIncomparable, placeVersion } from "../match/index.ts";
import type { PackageName } from "../python/index.ts";

/**
 * Ids of the live records that apply to the version, ascending; null: of every live record about the package. A withdrawn record
 * applies to nothing (OSV schema, "withdrawn field"). What cannot be decided is in the answer: a client shows only what it is given, and
 * "could not check" is not "clean". So a record without a bound that can be read applies to every version, and to a version that is
 * not PEP 440, and that no record lists, every record applies.
 */
export function findRecords(
  index: AdvisoryIndex,
  name: PackageName,
  version: string | null,
): readonly string[] {
  const stored = index.lookup(name);
  if (stored === null) return [];
  const live = stored.advisories.filter(({ withdrawn }) => withdrawn === null);
  const isAny = version === null || isIncomparable(version, stored);
  const placed = isAny ? null : placeVersion(version, stored.bounds);
  const applying =
    placed === null ? live : live.filter((advisory) => advisory.undecided || isAffected(advisory, placed));
  return applying.map(({ id }) => id).toSorted();
}
