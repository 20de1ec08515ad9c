import type { FindingKind, Report, ReportDatabase, ReportFinding, VerdictStatus } from "../../model/index.ts";
import { countBy, counted, listed, thousands } from "./wording.ts";

/** Worst first. */
const KINDS: Readonly<Record<FindingKind, readonly [one: string, many: string]>> = {
  malware: ["malicious release", "malicious releases"],
  quarantined: ["quarantined project", "quarantined projects"],
  vulnerability: ["known vulnerability", "known vulnerabilities"],
  yanked: ["yanked release", "yanked releases"],
  archived: ["archived project", "archived projects"],
  deprecated: ["deprecated project", "deprecated projects"],
  "end-of-life": ["Python without security fixes", "Pythons without security fixes"],
};

const KIND_ORDER: readonly FindingKind[] = [
  "malware",
  "quarantined",
  "vulnerability",
  "yanked",
  "archived",
  "deprecated",
  "end-of-life",
];

/** Each verdict after a number: `3 waived`. */
export const VERDICT_WORDS: Readonly<Record<VerdictStatus, string>> = {
  fail: "fail",
  review: "for review",
  "below-threshold": "below the threshold",
  baseline: "in the baseline",
  waived: "waived",
  "not-affected": "not affected",
};

/** A declared range admits it, and it would not be installed today: it is not there, and does not fail. */
export function isAdmitted({ verdict }: Pick<ReportFinding, "verdict">): boolean {
  return verdict.rule === "admitted";
}

/** What was found, in one sentence without a full stop that never sounds better than the status. */
export function headlineOf({ findings, status, coverage, database, projects, gaps }: Report): string {
  const there = findings.filter((finding) => !isAdmitted(finding));
  if (there.length > 0) return foundText(there);
  if (status === "pass")
    return coverage.asked === 0 ? "Nothing is asked for, so nothing was found" : "No known vulnerabilities";
  if (database === null) return "Nothing was audited: there is no usable advisory database";
  const nothingRead =
    projects.every(({ sources }) => sources.length === 0) && gaps.every(({ code }) => code !== "unreachable");
  if (nothingRead) return "Nothing was audited: no recognised source was found";
  if (coverage.audited === 0) return "Nothing could be audited";
  return "No known vulnerabilities in the part that could be audited";
}

/** `53 known vulnerabilities in 4 packages` */
function foundText(findings: readonly ReportFinding[]): string {
  const packages = new Set(findings.map((finding) => finding.package)).size;
  return `${kindsText(findings)} in ${counted(packages, "package")}`;
}

/** `2 known vulnerabilities and 1 yanked release`; "" where there are none. */
export function kindsText(findings: readonly ReportFinding[]): string {
  return listed(
    countBy(findings, ({ kind }) => kind, KIND_ORDER).map(([kind, count]) => counted(count, ...KINDS[kind])),
  );
}

/** `12 of 14 dependencies audited` */
export function auditedText({ audited, asked }: Report["coverage"]): string {
  return `${thousands(audited)} of ${counted(asked, "dependency", "dependencies")} audited`;
}

/** Where the advisories come from, after their date. */
export const ORIGIN: Readonly<Record<ReportDatabase["origin"], string>> = {
  embedded: "embedded in pyward",
  stored: "from the stored database",
  file: "from the given database",
  service: "from the advisory service",
};

/** `7,080 advisories of 2026-07-23, embedded in pyward; stale: 124 days old` */
export function databaseText(database: Report["database"]): string {
  if (database === null) return "No usable advisory database";
  const { advisories, modified, origin, ageDays, stale } = database;
  const age = stale ? `; stale: ${counted(ageDays, "day")} old` : "";
  return `${counted(advisories, "advisory", "advisories")} of ${modified.slice(0, 10)}, ${ORIGIN[origin]}${age}`;
}

const AS_OF = {
  public: ", by what was public then",
  known: ", by what the database held then",
} as const satisfies Record<NonNullable<Report["asOfBy"]>, string>;

/** `as of 2025-06-30, by what was public then`; null where an audit was of its own time. */
export function asOfText({ asOf, asOfBy }: Pick<Report, "asOf" | "asOfBy">): string | null {
  return asOf === null ? null : `as of ${asOf.slice(0, 10)}${asOfBy === null ? "" : AS_OF[asOfBy]}`;
}
