import { compareText, type ReportFinding, type SeverityLevel } from "../../pyward/src/model/index.ts";
import { SEVERITIES } from "../../pyward/src/reports/shared/group-findings.ts";
import { countBy } from "../../pyward/src/reports/shared/wording.ts";

/** A month or a year, and the findings disclosed in it. */
export interface Period {
  /** `2021-04` or `2021`. */
  readonly id: string;
  readonly total: number;
  /** Worst first, without levels that have none. */
  readonly levels: readonly (readonly [SeverityLevel, number])[];
}

export interface Timeline {
  readonly unit: "month" | "year";
  /** Ascending; those without a finding in between, too. */
  readonly periods: readonly Period[];
  /** Findings that stand on no bar: nobody says when they were disclosed, or in a year that no bar is left for. */
  readonly undated: number;
}

/** Bars that are still told apart on a page. */
const MOST_BARS = 120;

/** Findings by month of disclosure; by year where the months would be too many. */
export function timelineOf(findings: readonly ReportFinding[]): Timeline {
  const dated = findings.filter(
    ({ disclosed }) => disclosed !== null && /^\d{4}-(?:0[1-9]|1[0-2])/.test(disclosed),
  );
  const months = [...new Set(dated.map(({ disclosed }) => (disclosed ?? "").slice(0, 7)))].toSorted(
    compareText,
  );
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined)
    return { unit: "month", periods: [], undated: findings.length };
  const isByMonth = monthNumber(last) - monthNumber(first) < MOST_BARS;
  const ids = isByMonth ? monthsBetween(first, last) : yearsOf(months);
  const length = isByMonth ? 7 : 4;
  const found = Map.groupBy(dated, ({ disclosed }) => (disclosed ?? "").slice(0, length));
  const periods = ids.map((id) => periodOf(id, found.get(id) ?? []));
  const undated = periods.reduce((left, { total }) => left - total, findings.length);
  return { unit: isByMonth ? "month" : "year", periods, undated };
}

function periodOf(id: string, findings: readonly ReportFinding[]): Period {
  const levels = countBy(findings, ({ severity }) => severity.level, SEVERITIES);
  return { id, total: findings.length, levels };
}

/** Months since the year 0. */
function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthsBetween(first: string, last: string): readonly string[] {
  const from = monthNumber(first);
  return Array.from({ length: monthNumber(last) - from + 1 }, (_, at) => {
    const number = from + at;
    return `${fourDigits(Math.floor(number / 12))}-${String((number % 12) + 1).padStart(2, "0")}`;
  });
}

/** Every year from the first to the last; of a span that no project has, only those that have one, the latest. */
function yearsOf(months: readonly string[]): readonly string[] {
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  const first = Number(years[0]);
  const span = Number(years.at(-1)) - first + 1;
  if (span > MOST_BARS) return years.slice(-MOST_BARS);
  return Array.from({ length: span }, (_, at) => fourDigits(first + at));
}

function fourDigits(year: number): string {
  return String(year).padStart(4, "0");
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `April 2021`, `2021`. */
export function periodName(id: string): string {
  const [year = "", month] = id.split("-");
  return month === undefined ? year : `${MONTHS[Number(month) - 1] ?? month} ${year}`;
}
