interface End {
  /** `YYYY-MM`: no security fix comes after it. */
  readonly month: string;
  /** The PEP with the release schedule. */
  readonly pep: number;
}

/** When a release line of Python ended or is to end, by its release schedule. */
const ENDS: Readonly<Record<string, End>> = {
  "2.7": { month: "2020-01", pep: 373 },
  "3.1": { month: "2012-06", pep: 375 },
  "3.2": { month: "2016-02", pep: 392 },
  "3.3": { month: "2017-09", pep: 398 },
  "3.4": { month: "2019-03", pep: 429 },
  "3.5": { month: "2020-09", pep: 478 },
  "3.6": { month: "2021-12", pep: 494 },
  "3.7": { month: "2023-06", pep: 537 },
  "3.8": { month: "2024-10", pep: 569 },
  "3.9": { month: "2025-10", pep: 596 },
  "3.10": { month: "2026-10", pep: 619 },
  "3.11": { month: "2027-10", pep: 664 },
  "3.12": { month: "2028-10", pep: 693 },
  "3.13": { month: "2029-10", pep: 719 },
  "3.14": { month: "2030-10", pep: 745 },
};

/** How a Python (`3.8`, `3.8.19`) ended before `now`; null: it has not, or nobody knows. */
export function endOfLife(version: string, now: Date): (End & { readonly line: string }) | null {
  const line = /^\d+\.\d+/.exec(version)?.[0] ?? "";
  const end = ENDS[line];
  return end !== undefined && now.toISOString().slice(0, 7) > end.month ? { ...end, line } : null;
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
