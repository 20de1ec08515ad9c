import type { AuditedProject } from "./assemble/audited-project.ts";
import { assembleReport } from "./assemble-report.ts";
import { auditProjects } from "./audit-projects.ts";
import type { AuditRequest } from "./audit-request.ts";
import type { Report } from "./model/index.ts";
import type { Reading } from "./read-projects.ts";

/** The pipeline: read what is asked for, compare it with the advisories, judge, report. */
export async function audit(request: AuditRequest): Promise<Report> {
  const { reading, projects } = await auditProjects(request);
  const notes = [
    ...new Set([...(request.policyNotes ?? []), ...projects.flatMap(({ policy }) => policy?.notes ?? [])]),
    ...(await notesOfWaivers(request, reading, projects)),
  ];
  return assembleReport(request, { ...reading, notes: [...reading.notes, ...notes] }, projects);
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
