import type { Report, ReportFinding, ReportProject } from "../../model/index.ts";

/** What GitHub's code scanning accepts in one file; more is refused as a whole. */
const MOST_RUNS = 20;
export const MOST_RESULTS = 25_000;

/** The projects of one run with their findings. */
export interface Runs {
  readonly projects: readonly ReportProject[];
  readonly findings: readonly ReportFinding[];
}

/** A run a project; beyond the limit, the last run holds all that remain. Beyond the limit of results, what fails stays. */
export function withinLimits(report: Report): { readonly runs: readonly Runs[]; readonly isCut: boolean } {
  const { projects } = report;
  const own = projects.length > MOST_RUNS ? projects.slice(0, MOST_RUNS - 1) : projects;
  const rest = projects.slice(own.length);
  const shared = [...own.map((project) => [project]), ...(rest.length === 0 ? [] : [rest])];
  const byProject = Map.groupBy(report.findings, ({ project }) => project);
  const full = (shared.length === 0 ? [[]] : shared).map((together) => ({
    projects: together,
    findings: together.flatMap(({ id }) => byProject.get(id) ?? []),
  }));
  const runs = full.map((run) => ({ ...run, findings: mostUrgent(run.findings) }));
  return { runs, isCut: runs.some(({ findings }, at) => findings.length !== full[at]?.findings.length) };
}

function mostUrgent(findings: readonly ReportFinding[]): readonly ReportFinding[] {
  if (findings.length <= MOST_RESULTS) return findings;
  const fails = ({ verdict }: ReportFinding): boolean => verdict.status === "fail";
  return [...findings.filter(fails), ...findings.filter((finding) => !fails(finding))].slice(0, MOST_RESULTS);
}
