import { compareReports, type Base } from "./compare/index.ts";
import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { foldAdvisoryId, problemsOf } from "./match/index.ts";
import type { Comparison, Report, ReportFinding, ReportGap, ReportProject } from "./model/index.ts";
import {
  countsAlways,
  exitCodeOf,
  judgeChange,
  outcomesOf,
  type DisclosedPolicy,
  type OutcomeSettings,
} from "./policy/index.ts";
import { normalizeName } from "./python/index.ts";

export type { Base };

export interface ComparisonRequest {
  readonly purpose: Comparison["purpose"];
  /** Paths of files that could not be audited, and that are in the base as they are here. */
  readonly unchanged: ReadonlySet<string>;
  /** What newly disclosed advisories and newly exploited flaws of unchanged dependencies do. */
  readonly disclosed: DisclosedPolicy;
  /** What makes a project fail or incomplete; of null, what belongs to none. As in the audit of the report. */
  outcomeOf(project: ReportProject | null): OutcomeSettings;
  readonly exitZero: boolean;
  /** The data of the audit of the report; null: there is none to ask. */
  readonly index: AdvisoryIndex | null;
}

/**
 * The report, compared with a base and judged by what differs: what the base has does not fail (`policy/judge-change.ts`), and in a diff
 * a gap that the base has does not make the run incomplete. Everything else of the report stays as it was.
 */
export function judgeComparison(report: Report, base: Base, request: ComparisonRequest): Report {
  const { purpose, index, unchanged } = request;
  const comparison = compareReports(report, base, { purpose, unchanged, reaching: reachingIn(index) });
  const findings = judgedAgain(report, comparison, request);
  const gaps = countedGaps(report, comparison);
  const { status, byProject } = outcomesOf(report.projects, { findings, gaps }, request.outcomeOf);
  const projects = report.projects.map((one) => ({ ...one, status: byProject.get(one.id) ?? one.status }));
  return {
    ...report,
    status,
    exitCode: exitCodeOf(status, request.exitZero),
    projects,
    findings,
    comparison,
    notes: [...report.notes, ...notesOf(comparison, base)],
  };
}

/** What the reader has to know of the base, and, of a baseline, which no report shows by itself, how it compares. */
function notesOf({ purpose, base, counts }: Comparison, { report }: Base): readonly string[] {
  const of = base.commit === null ? `of ${base.generatedAt.slice(0, 10)}` : `(commit ${base.commit})`;
  const news = counts.disclosed === 0 ? "" : `, ${counts.disclosed} disclosed since`;
  const late = counts.backfilled === 0 ? "" : `, ${counts.backfilled} disclosed before and new in the data`;
  const unaudited = counts.unaudited === 0 ? "" : `, ${counts.unaudited} of it no longer audited`;
  const compared = `compared with the baseline ${base.name} ${of}: ${counts.new} new${news}${late}, ${counts.kept} in it, ${counts.gone} of it gone${unaudited}`;
  return [
    ...(purpose === "baseline" ? [compared] : []),
    ...(report.database === null
      ? [`${base.name} was audited without advisory data: nothing is known to have been there`]
      : []),
  ];
}

function judgedAgain(
  { findings }: Report,
  { findings: compared, base }: Comparison,
  { disclosed }: ComparisonRequest,
): readonly ReportFinding[] {
  return findings.map((finding, at) => {
    const state = compared[at];
    if (state === undefined) return finding;
    const verdict = judgeChange(finding, state, { disclosed, base: base.name });
    return verdict === finding.verdict ? finding : { ...finding, verdict };
  });
}

/** Of a change, only what it brings counts, or may hide; what says that nothing could be audited at all counts always (`statusOf`). */
function countedGaps({ gaps }: Report, { purpose, gaps: compared }: Comparison): readonly ReportGap[] {
  if (purpose === "baseline") return gaps;
  const fresh = new Set([...compared.new, ...compared.changed]);
  return gaps.filter((gap) => fresh.has(gap.fingerprint) || countsAlways(gap));
}

/** What the data says of one release, asked once. */
function reachingIn(index: AdvisoryIndex | null) {
  const known = new Map<string, ReadonlySet<string>>();
  return (name: string, version: string): ReadonlySet<string> | null => {
    if (index === null) return null;
    const key = `${name} ${version}`;
    const asked = known.get(key);
    if (asked !== undefined) return asked;
    const normal = normalizeName(name);
    const advisories = index.lookup(normal);
    const problems = advisories === null ? [] : problemsOf({ name: normal, version }, advisories);
    const ids = new Set(problems.flatMap(({ id, aliases }) => [id, ...aliases]).map(foldAdvisoryId));
    known.set(key, ids);
    return ids;
  };
}
