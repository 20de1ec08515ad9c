import type { FindingKind, ReportFinding } from "../../model/index.ts";

/** What is to be taken out, whatever threshold and scope say. */
export function isGrave(kind: FindingKind): boolean {
  return kind === "malware" || kind === "quarantined";
}

/** How bad it is: level and score of a vulnerability, the kind of everything else. `critical 9.8` */
export function ratingOf({ kind, severity }: Pick<ReportFinding, "kind" | "severity">): string {
  if (kind !== "vulnerability") return kind;
  return severity.score === null ? severity.level : `${severity.level} ${severity.score.toFixed(1)}`;
}

/** The version without the finding, as a part of a sentence; "" where no version helps, for what is wrong is the project. */
export function fixTextOf({ kind, fix }: Pick<ReportFinding, "kind" | "fix">): string {
  if (kind === "yanked") return fix === null ? "" : `${fix.version} is not yanked`;
  if (fix !== null) return `fixed in ${fix.version}`;
  return kind === "vulnerability" ? "no fixed version is known" : "";
}
