import type { AuditRequest } from "../audit-request.ts";
import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import { PywardError } from "../model/index.ts";

/** What `--as-of` asks for. */
export interface AsOf {
  /** `public`: what the world could know; `known`: what this database held. */
  readonly by: "public" | "known";
  /** A day (all of it counts), RFC 3339, or a number of days ago. */
  readonly when: string;
}

const DAY = 86_400_000;
/** The first CVE ids: nothing before them is in any data. */
const FIRST_YEAR = 1999;

/** The moment that is asked for. Throws PywardError `usage` for one in the future or before 1999. */
export function momentOf({ when }: AsOf, now: Date): Date {
  const moment = timeOf(when, now);
  const isDay = !Number.isNaN(moment.getTime()) && (!/^\d{4}/.test(when) || isCalendarDay(when));
  if (!isDay) throw new PywardError("usage", `--as-of ${when} is no day of the calendar`);
  const isToday = when === now.toISOString().slice(0, 10);
  if (isToday) return now;
  if (moment > now)
    throw new PywardError("usage", `--as-of ${when} lies in the future`, {
      hint: "What will be known then cannot be told. Leave --as-of out for what is known now.",
    });
  if (moment.getUTCFullYear() < FIRST_YEAR)
    throw new PywardError("usage", `--as-of ${when} lies before any advisory`, {
      hint: "The oldest are of 1999.",
    });
  return moment;
}

function timeOf(when: string, now: Date): Date {
  if (when.endsWith("d")) return new Date(now.getTime() - Number(when.slice(0, -1)) * DAY);
  return new Date(when.includes("T") ? when : `${when}T23:59:59Z`);
}

function isCalendarDay(when: string): boolean {
  const midnight = new Date(`${when.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(when.slice(0, 10));
}

interface Then extends Pick<AuditRequest, "database" | "now" | "ranAt" | "asOfBy"> {}

/** The database that is asked, and what else is put over it. */
export interface Asked {
  readonly opened: OpenedDatabase;
  /** Adds the user's own advisories, which lie beside the database: it never held them. */
  addOwn(database: OpenedDatabase): Promise<OpenedDatabase>;
}

/** The database as of then, and when then is; both as they are where nothing is asked for. */
export async function asOfThen(
  { opened, addOwn }: Asked,
  asOf: AsOf | undefined,
  ranAt: Date,
): Promise<Then> {
  if (asOf === undefined) return { database: await addOwn(opened), now: ranAt };
  const now = momentOf(asOf, ranAt);
  const { knownAt, publicAt } = await import("../database-at.ts");
  const then = { now, ranAt, asOfBy: asOf.by };
  if (asOf.by === "public") return { ...then, database: publicAt(await addOwn(opened), now) };
  // What it holds now is what it holds now, with a history and without.
  return { ...then, database: await addOwn(now < ranAt ? await knownAt(opened, now) : opened) };
}
