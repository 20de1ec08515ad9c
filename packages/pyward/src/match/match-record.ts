import type { Advisory, Interval, Match } from "../model/index.ts";
import { parseVersion } from "../python/index.ts";
import type { Place } from "./place.ts";
import { isWithin, locate, rankOfPlace } from "./place.ts";

/** A version as a source writes it, placed among the bounds of its package. */
export interface PlacedVersion {
  readonly text: string;
  /** Null where the text is not PEP 440: it then equals only an enumerated version of the same text. */
  readonly place: Place | null;
}

export function placeVersion(text: string, bounds: readonly string[]): PlacedVersion {
  const parsed = parseVersion(text);
  return { text, place: parsed.ok ? locate(parsed.value, bounds) : null };
}

/**
 * What one record says of one version, by the evaluation of the OSV schema: affected if an ECOSYSTEM range holds it or
 * the record enumerates it. The bounds shown are those of the range that holds it; one with a repaired bound is shown
 * only where no other does. Whether the record is withdrawn is the caller's question.
 */
export function matchRecord(advisory: Advisory, version: PlacedVersion, bounds: readonly string[]): Match {
  const interval = holdingInterval(advisory, version.place);
  if (interval !== null) return { advisory, affected: true, by: "range", ...describe(interval, bounds) };
  // No range holds it, so what is left is the enumeration: equal by PEP 440, or the same text where that is not PEP 440.
  const affected = isAffected(advisory, version);
  return {
    advisory,
    affected,
    by: affected ? "enumerated" : null,
    introduced: null,
    fixed: null,
    lastAffected: null,
    repaired: false,
  };
}

/**
 * Whether the record affects the version that stands at this place. Asked thousands of times in a run that is over before
 * anything is compiled, where `for … of` costs two objects an item.
 */
export function isAffectedAt({ intervals, enumerated }: Advisory, place: Place): boolean {
  for (let at = 0; at < intervals.length; at++) {
    const interval = intervals[at];
    if (interval !== undefined && isWithin(place, interval)) return true;
  }
  return enumerated.includes(rankOfPlace(place));
}

/** The same of a version that may not be PEP 440. */
export function isAffected(advisory: Advisory, { place, text }: PlacedVersion): boolean {
  return place === null ? advisory.oddVersions.includes(text) : isAffectedAt(advisory, place);
}

function holdingInterval(advisory: Advisory, place: Place | null): Interval | null {
  if (place === null) return null;
  let repaired: Interval | null = null;
  for (const interval of advisory.intervals) {
    if (!isWithin(place, interval)) continue;
    if (!interval.repaired) return interval;
    repaired ??= interval;
  }
  return repaired;
}

function describe(interval: Interval, bounds: readonly string[]) {
  const end = interval.to === null ? null : (bounds[interval.to] ?? null);
  return {
    introduced: interval.from < 0 ? "0" : (bounds[interval.from] ?? null),
    fixed: interval.end === "fixed" ? end : null,
    lastAffected: interval.end === "last-affected" ? end : null,
    repaired: interval.repaired,
  };
}
