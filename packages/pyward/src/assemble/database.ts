import { makeGap, type DatabaseInfo, type Gap, type ReportDatabase } from "../model/index.ts";
import type { OpenedDatabase } from "../advisory-index/opened-database.ts";

/** Data older than this is said to be so in every output. */
const STALE_AFTER_DAYS = 7;
const DAY = 86_400_000;

/** What the report says of the database; null where there is none. */
export function describeDatabase(database: OpenedDatabase, now: Date): ReportDatabase | null {
  if (database.index === null) return null;
  const { info } = database.index;
  const age = ageOf(info, now);
  return {
    id: info.id,
    modified: info.modified,
    ageDays: age,
    stale: age > STALE_AFTER_DAYS,
    advisories: info.advisories,
    origin: database.origin,
    sources: info.sources,
  };
}

/** The gaps that the state of the data makes. They belong to no project and no policy allows them. */
export function databaseGaps(database: OpenedDatabase, now: Date, maxDbAge: number): readonly Gap[] {
  if (database.index === null) {
    if (database.reason === null) return [];
    return [makeGap({ code: "no-advisory-data", reason: database.reason, origin: null })];
  }
  const age = ageOf(database.index.info, now);
  if (age <= maxDbAge) return [];
  const reason = `the advisories are ${age} days old and ${maxDbAge} are allowed: pyward db update fetches newer ones, pyward db import takes them from a file`;
  return [makeGap({ code: "stale-advisory-data", reason, origin: null })];
}

/**
 * Whole days since the newest record, never negative: data from the future is as good as today's. When the supplier was last asked does not count: a mirror
 * that nobody feeds answers every day.
 */
function ageOf({ modified }: DatabaseInfo, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(modified)) / DAY));
}
