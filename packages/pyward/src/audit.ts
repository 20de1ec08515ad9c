import { assembleReport } from "./assemble-report.ts";
import { auditProject } from "./audit-project.ts";
import type { AuditRequest } from "./audit-request.ts";
import type { Report } from "./model/index.ts";
import { readProjects } from "./read-projects.ts";

/** The pipeline: read what is asked for, compare it with the advisories, judge, report. */
export async function audit(request: AuditRequest): Promise<Report> {
  const { roots, targets, database, progress } = request;
  const reading = await readProjects(roots, progress);
  progress.step("comparing with the advisories");
  const projects = reading.projects.map((project, at) =>
    auditProject(`p${at + 1}`, project, database.index, targets),
  );
  progress.stop();
  return assembleReport(request, reading, projects);
}
