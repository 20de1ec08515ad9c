import type { Advisory } from "../model/index.ts";
import { isPrerelease, parseVersion } from "../python/index.ts";
import { isAffectedAt } from "./match-record.ts";
import type { Place } from "./place.ts";
import { placeOfRank } from "./place.ts";

/** Ranks of every version that a record calls fixed, ascending and distinct. */
export function fixedRanks(records: readonly Advisory[]): readonly number[] {
  const first = records[0];
  if (records.length === 1 && first !== undefined) return first.fixed; // most problems have one record
  const ranks = new Set<number>();
  records.forEach(({ fixed }) => fixed.forEach((rank) => ranks.add(rank)));
  return [...ranks].toSorted((left, right) => left - right);
}

/**
 * The versions that the records call fixed, above the place, ascending: what a user could move to by what the
 * advisories alone know. Final ones only, as pip installs by default: no pre-release and no development release
 * (PEP 440, "Handling of pre-releases"); a post-release is final.
 */
export function finalFixes(
  records: readonly Advisory[],
  place: Place,
  bounds: readonly string[],
): readonly { readonly place: Place; readonly version: string }[] {
  const fixes: { readonly place: Place; readonly version: string }[] = [];
  fixedRanks(records).forEach((rank) => {
    const candidate = placeOfRank(rank);
    const version = bounds[rank];
    if (candidate > place && version !== undefined && isFinal(version))
      fixes.push({ place: candidate, version });
  });
  return fixes;
}

/** The lowest of them that none of the records affects; null: none is known. */
export function lowestFix(
  records: readonly Advisory[],
  place: Place,
  bounds: readonly string[],
): string | null {
  const sound = finalFixes(records, place, bounds).find(
    (candidate) => !records.some((record) => isAffectedAt(record, candidate.place)),
  );
  return sound?.version ?? null;
}

function isFinal(version: string): boolean {
  if (/^[0-9]{1,15}(?:\.[0-9]{1,15})*$/.test(version)) return true; // nearly every version, at no parsing
  const parsed = parseVersion(version);
  return parsed.ok && !isPrerelease(parsed.value);
}
