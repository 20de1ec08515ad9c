import type { Report } from "../../model/index.ts";
import { isAdmitted } from "./headline.ts";

/** A report without what declared ranges only admit, and nobody wants to fail: for lists of what is there. */
export function withoutAdmitted(report: Report): Report {
  const findings = report.findings.filter((finding) => !isAdmitted(finding));
  if (findings.length === report.findings.length) return report;
  const told = new Set(findings.map(({ dependency }) => dependency));
  const admitted = report.findings.filter(isAdmitted).map(({ dependency }) => dependency);
  const left = new Set(admitted.filter((ref) => !told.has(ref)));
  return {
    ...report,
    findings,
    dependencies: report.dependencies.filter(({ ref }) => !left.has(ref)),
    upgrades: report.upgrades.filter(({ dependency }) => !left.has(dependency)),
  };
}
