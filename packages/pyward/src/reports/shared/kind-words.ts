import type { FindingKind, ReportFinding, Upgrade } from "../../model/index.ts";

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
export function fixTextOf(
  { kind, fix }: Pick<ReportFinding, "kind" | "fix">,
  upgrade: Pick<Upgrade, "plan"> | null,
): string {
  if (kind === "yanked") return fix === null ? "" : `${fix.version} is not yanked`;
  if (fix !== null) return `${fix.basis === "solver" ? "cleared by" : "fixed in"} ${fix.version}`;
  const stuck = stuckText(upgrade);
  if (stuck !== null) return stuck;
  return kind === "vulnerability" ? "no fixed version is known" : "";
}

/** Why a plan leaves findings of a package, as a part of a sentence; null: there is no plan, or it leaves none. */
export function stuckText(upgrade: Pick<Upgrade, "plan"> | null): string | null {
  const reason = upgrade?.plan?.reason ?? null;
  return reason === null ? null : `no version clears it: ${reason}`;
}
