import type { ComparedFinding, Comparison, ComparisonBase, GoneFinding, Report } from "../model/index.ts";
import { compareDependencies } from "./compare-dependencies.ts";
import { compareFindings, type Sides } from "./compare-findings.ts";
import { compareGaps } from "./compare-gaps.ts";
import { pairPlaces } from "./pair-places.ts";
import { pairProjects } from "./pair-projects.ts";
import { sideOf } from "./side.ts";

/** A report with where it comes from. */
export interface Base {
  readonly report: Report;
  readonly from: Pick<ComparisonBase, "kind" | "name" | "commit" | "isMergeBase">;
}

interface Asked extends Pick<Comparison, "purpose">, Pick<Sides, "reaching"> {
  /** Paths of files that are the same, byte by byte. */
  readonly unchanged: ReadonlySet<string>;
}

/** What is new in a report, what it keeps and what is gone, against a base. Neither is changed. */
export function compareReports(
  head: Report,
  base: Base,
  { purpose, reaching, unchanged }: Asked,
): Comparison {
  const [now, then] = [sideOf(head), sideOf(base.report)];
  const places = pairPlaces(now, then, pairProjects(head, base.report));
  const sides = {
    head: now,
    base: then,
    places,
    after: new Map([...places].map(([place, former]) => [former, place])),
    isSameData: head.database !== null && head.database.id === base.report.database?.id,
    reaching,
  };
  const { findings, gone } = compareFindings(sides);
  return {
    purpose,
    base: {
      ...base.from,
      generatedAt: base.report.generatedAt,
      database: base.report.database?.id ?? null,
      gaps: base.report.gaps.filter(({ expected }) => !expected).length,
    },
    counts: countsOf(findings, gone),
    findings,
    gone,
    dependencies: compareDependencies(now, then, places),
    gaps: compareGaps(now, then, { places, unchanged }),
  };
}

function countsOf(findings: readonly ComparedFinding[], gone: readonly GoneFinding[]): Comparison["counts"] {
  const kept = findings.filter(({ state }) => state === "kept").length;
  const of = (sought: ComparedFinding["cause"]): number =>
    findings.filter(({ cause }) => cause === sought).length;
  const [disclosed, backfilled] = [of("disclosed"), of("backfilled")];
  const unaudited = gone.filter(({ cause }) => cause === "not-audited").length;
  return {
    new: findings.length - kept - disclosed - backfilled,
    disclosed,
    backfilled,
    kept,
    gone: gone.length - unaudited,
    unaudited,
  };
}
