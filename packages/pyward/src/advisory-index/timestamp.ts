import { timeText } from "../model/index.ts";

/**
 * RFC 3339 (section 5.6) as suppliers write it: any number of fractional digits (nanoseconds occur), an offset
 * or none (read as UTC), a date alone (its first second). Whole seconds since 1970, rounded down; null where it is no time.
 */
const PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,30})?(?:[Zz]|([+-])(\d{2}):(\d{2}))?)?$/;

export function parseSeconds(value: unknown): number | null {
  if (typeof value !== "string" || value.length > 64) return null;
  const match = PATTERN.exec(value);
  if (match === null) return null;
  const field = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [field(1), field(2), field(3)];
  const midnight = Date.UTC(year, month - 1, day);
  const isCalendarDay = new Date(midnight).toISOString().startsWith(value.slice(0, 10));
  if (!isCalendarDay || field(4) > 23 || field(5) > 59 || field(6) > 60) return null;
  const offset = (match[7] === "-" ? -1 : 1) * (field(8) * 3600 + field(9) * 60);
  return midnight / 1000 + field(4) * 3600 + field(5) * 60 + field(6) - offset;
}

/** `YYYY-MM-DDTHH:MM:SSZ`. */
export function formatSeconds(seconds: number): string {
  return timeText(new Date(seconds * 1000));
}

/** The same moment in the one form that the model uses; null where it is no time. */
export function normalizeTime(value: unknown): string | null {
  const seconds = parseSeconds(value);
  return seconds === null ? null : formatSeconds(seconds);
}
