import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { AuditedProject } from "./assemble/audited-project.ts";
import { assembleReport, outcomeOf } from "./assemble-report.ts";
import { auditProjects, type AuditedProjects } from "./audit-projects.ts";
import type { AuditRequest } from "./audit-request.ts";
import type { Report, ReportProject } from "./model/index.ts";
import type { OutcomeSettings } from "./policy/index.ts";
import type { Reading } from "./read-projects.ts";

/** A report with what it was judged by, for who judges it once more against another one. */
export interface AuditedReport {
  readonly report: Report;
  /** What makes a project fail or incomplete; of null, what belongs to none. */
  outcomeOf(project: Pick<ReportProject, "id"> | null): OutcomeSettings;
  /** What it was compared with. */
  readonly index: AdvisoryIndex | null;
  /** The same with planned versions as the fixes of what fails in `judged`: the report itself, or as it is judged against another one. */
  planned(judged: Report): Promise<Report>;
}

/** The pipeline: read what is asked for, compare it with the advisories, judge, report. */
export async function audit(request: AuditRequest): Promise<Report> {
  const { report, planned } = await auditWithOutcome(request);
  return planned(report);
}

export async function auditWithOutcome(asked: AuditRequest): Promise<AuditedReport> {
  const { reading, projects, database } = await auditProjects(asked);
  const request = { ...asked, database };
  const notes = [
    ...new Set([...(request.policyNotes ?? []), ...projects.flatMap(({ policy }) => policy?.notes ?? [])]),
    ...(await notesOfWaivers(request, reading, projects)),
  ];
  const hasJudged = request.trace?.begin("judge");
  const report = assembleReport(request, { ...reading, notes: [...reading.notes, ...notes] }, projects);
  hasJudged?.();
  const own = new Map(projects.map(({ id, policy }) => [id, policy]));
  const before = { reading, projects, database };
  const outcome: AuditedReport["outcomeOf"] = (project) =>
    outcomeOf({ ...request, ...own.get(project?.id ?? "") });
  return {
    report,
    outcomeOf: outcome,
    index: database.index,
    planned: (judged) => withPlan(report, judged, { request, before, outcomeOf: outcome }),
  };
}

/** Loaded where a plan is wanted, and something fails that a version could clear. */
async function withPlan(
  report: Report,
  judged: Report,
  audited: { readonly request: AuditRequest; readonly before: AuditedProjects } & Pick<
    AuditedReport,
    "outcomeOf"
  >,
): Promise<Report> {
  const { planning } = audited.request;
  if (planning === undefined) return report;
  const resolved = new Set(
    report.dependencies.filter(({ basis }) => basis === "resolved").map(({ project }) => project),
  );
  const wanted = judged.findings.filter(
    ({ kind, verdict, project }) =>
      kind === "vulnerability" &&
      verdict.status === "fail" &&
      (planning.whose === "all" || resolved.has(project)),
  );
  const opened = wanted.length === 0 ? null : await planning.open();
  if (opened === null) return report;
  const { planAdvice } = await import("./plan-advice.ts");
  return planAdvice(report, wanted, { ...audited, planning: opened });
}

/** Loaded where there are waivers at all. */
async function notesOfWaivers(
  request: AuditRequest,
  reading: Reading,
  projects: readonly AuditedProject[],
): Promise<readonly string[]> {
  const { policy } = request;
  if (![policy, ...projects.map((one) => one.policy?.policy)].some((one) => one?.rules)) return [];
  const { notesOfReview } = await import("./review-waivers.ts");
  return notesOfReview(request, reading, projects);
}
