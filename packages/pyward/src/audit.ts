import { assembleReport } from "./assemble-report.ts";
import { auditProject } from "./audit-project.ts";
import type { AuditRequest } from "./audit-request.ts";
import type { Report } from "./model/index.ts";
import type { ScopeSelection } from "./inventory/selection.ts";
import { readProjects, type Reading } from "./read-projects.ts";

/** The pipeline: read what is asked for, compare it with the advisories, judge, report. */
export async function audit(request: AuditRequest): Promise<Report> {
  const { roots, targets, selection, database, progress } = request;
  const reading = await asked(await readProjects(roots, progress), selection);
  if (database.index !== null) progress.step("comparing with the advisories");
  const projects = reading.projects.map((project, at) =>
    auditProject(`p${at + 1}`, project, database.index, targets),
  );
  if (request.distroData === undefined) {
    progress.stop();
    return assembleReport(request, reading, projects);
  }
  const { askDistribution } = await import("./ask-distribution.ts");
  const answered = await askDistribution(projects, request.distroData);
  progress.stop();
  return assembleReport(
    request,
    { ...reading, notes: [...reading.notes, ...answered.notes] },
    answered.projects,
  );
}

async function asked(reading: Reading, selection: ScopeSelection | undefined): Promise<Reading> {
  if (selection === undefined) return reading;
  const { selectScopes } = await import("./inventory/selection.ts");
  const { projects, notes } = selectScopes(reading.projects, selection, reading.choices);
  return { ...reading, projects, notes: [...reading.notes, ...notes] };
}
