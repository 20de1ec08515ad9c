import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { AuditedProject } from "./assemble/audited-project.ts";
import { assembleReport, outcomeOf } from "./assemble-report.ts";
import { auditProjects } from "./audit-projects.ts";
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
}

/** The pipeline: read what is asked for, compare it with the advisories, judge, report. */
export async function audit(request: AuditRequest): Promise<Report> {
  return (await auditWithOutcome(request)).report;
}

export async function auditWithOutcome(asked: AuditRequest): Promise<AuditedReport> {
  const { reading, projects, database } = await auditProjects(asked);
  const request = { ...asked, database };
  const notes = [
    ...new Set([...(request.policyNotes ?? []), ...projects.flatMap(({ policy }) => policy?.notes ?? [])]),
    ...(await notesOfWaivers(request, reading, projects)),
  ];
  const report = assembleReport(request, { ...reading, notes: [...reading.notes, ...notes] }, projects);
  const own = new Map(projects.map(({ id, policy }) => [id, policy]));
  return {
    report,
    outcomeOf: (project) => outcomeOf({ ...request, ...own.get(project?.id ?? "") }),
    index: database.index,
  };
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
