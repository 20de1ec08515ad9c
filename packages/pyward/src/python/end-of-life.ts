/**
 * The month in which a release line of Python ended or is to end, `YYYY-MM`: no security fix comes after it. From the release schedules: PEP 373 (2.7), 375,
 * 392, 398, 429, 478, 494, 537, 569, 596, 619, 664, 693, 719 and 745 (3.1 to 3.14).
 */
const ENDS: Readonly<Record<string, string>> = {
  "2.7": "2020-01",
  "3.1": "2012-06",
  "3.2": "2016-02",
  "3.3": "2017-09",
  "3.4": "2019-03",
  "3.5": "2020-09",
  "3.6": "2021-12",
  "3.7": "2023-06",
  "3.8": "2024-10",
  "3.9": "2025-10",
  "3.10": "2026-10",
  "3.11": "2027-10",
  "3.12": "2028-10",
  "3.13": "2029-10",
  "3.14": "2030-10",
};

/** The month in which a Python (`3.8`, `3.8.19`) ended before `now`; null: it has not, or nobody knows. */
export function endOfLife(version: string, now: Date): string | null {
  const line = /^\d+\.\d+/.exec(version)?.[0] ?? "";
  const end = ENDS[line];
  return end !== undefined && now.toISOString().slice(0, 7) > end ? end : null;
}

/** Release lines of Python 3 that are known, the newest first. */
export const PYTHONS: readonly string[] = Object.keys(ENDS)
  .filter((line) => line.startsWith("3."))
  .toReversed();

/** Those of them whose security fixes have not ended; where all have, the newest. */
export function maintainedPythons(now: Date): readonly string[] {
  const maintained = PYTHONS.filter((line) => endOfLife(line, now) === null);
  return maintained.length > 0 ? maintained : PYTHONS.slice(0, 1);
}
