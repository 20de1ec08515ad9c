import type { Comparison, ComparisonBase, Report } from "../model/index.ts";
import { compareDependencies } from "./compare-dependencies.ts";
import { compareFindings, type Sides } from "./compare-findings.ts";
import { compareGaps } from "./compare-gaps.ts";
import { pairProjects } from "./pair-projects.ts";
import { sideOf } from "./side.ts";

/** A report with where it comes from. */
export interface Base {
  readonly report: Report;
  readonly from: Pick<ComparisonBase, "kind" | "name" | "commit" | "isMergeBase">;
}

/** What is new in a report, what it keeps and what is gone, against a base. Neither is changed. */
export function compareReports(
  head: Report,
  base: Base,
  { purpose, reaching }: Pick<Comparison, "purpose"> & Pick<Sides, "reaching">,
): Comparison {
  const pairs = pairProjects(head, base.report);
  const sides = {
    head: sideOf(head),
    base: sideOf(base.report),
    pairs,
    formers: new Map([...pairs].map(([now, then]) => [then, now])),
    isSameData: head.database !== null && head.database.id === base.report.database?.id,
    reaching,
  };
  const { findings, gone } = compareFindings(sides);
  const fresh = findings.filter(({ state }) => state === "new").length;
  return {
    purpose,
    base: {
      ...base.from,
      generatedAt: base.report.generatedAt,
      database: base.report.database?.id ?? null,
      gaps: base.report.gaps.filter(({ expected }) => !expected).length,
    },
    counts: { new: fresh, kept: findings.length - fresh, gone: gone.length },
    findings,
    gone,
    dependencies: compareDependencies(sides.head, sides.base, pairs),
    gaps: compareGaps(head, base.report),
  };
}
