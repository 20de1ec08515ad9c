import { jsonAnswer, type ServedAnswer } from "./answer.ts";
import type { Served } from "./served.ts";

export interface HealthState {
  readonly toolVersion: string;
  readonly now: Date;
  /** Null: there is none that can be used. */
  readonly served: Served | null;
  /** Why the newest file was not taken over; null: it was. */
  readonly failure: string | null;
  /** Older than so many days is unhealthy. */
  readonly maxAge: number;
}

/** `GET /health`: 200, or 503 without a database or with one that is older than is allowed. */
export function healthAnswer(state: HealthState): ServedAnswer {
  const { served, failure, maxAge, toolVersion } = state;
  const age = served === null ? null : ageInDays(served, state.now);
  const isOld = age !== null && age > maxAge;
  const isWell = served !== null && !isOld;
  const body = {
    status: isWell ? "ok" : "unavailable",
    reason: served === null ? "there is no database" : isOld ? `the database is ${age} days old` : null,
    failure,
    server: `pyward/${toolVersion}`,
    database: served === null || age === null ? null : describe(served, age),
  };
  const answer = jsonAnswer(body, isWell ? 200 : 503);
  return { ...answer, headers: { ...answer.headers, "cache-control": "no-store" } };
}

function describe({ index, shelf, origin }: Served, age: number) {
  const { id, modified, advisories, packages, withdrawn, malformed } = index.info;
  return {
    id,
    origin,
    modified,
    ageDays: age,
    advisories,
    packages,
    withdrawn,
    /** `facts`: records are made from compiled facts and have no texts. */
    holds: shelf.holds,
    unreadable: malformed.length,
    leftOut: shelf.leftOut.length,
  };
}

/** Whole days since the newest advisory. */
export function ageInDays({ index }: Served, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(index.info.modified)) / 86_400_000));
}
