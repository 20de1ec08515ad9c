import { assembleReport } from "./assemble-report.ts";
import type { AuditedProject } from "./assemble/audited-project.ts";
import { auditProject } from "./audit-project.ts";
import type { AuditRequest } from "./audit-request.ts";
import type { Report } from "./model/index.ts";
import type { ScopeSelection } from "./inventory/selection.ts";
import type { ProjectPolicy } from "./policy/index.ts";
import { readProjects, type Reading } from "./read-projects.ts";

/** The pipeline: read what is asked for, compare it with the advisories, judge, report. */
export async function audit(request: AuditRequest): Promise<Report> {
  const { roots, targets, selection, database, progress } = request;
  const reading = await asked(await readProjects(roots, progress), selection);
  progress.step("comparing with the advisories");
  const policies = await policiesOf(reading, request);
  const projects = reading.projects.map((project, at) => ({
    ...auditProject(`p${at + 1}`, project, database.index, targets),
    policy: policies[at] ?? null,
  }));
  progress.stop();
  const notes = [
    ...new Set(projects.flatMap(({ policy }) => policy?.notes ?? [])),
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

/** In the order of the projects; empty where no configuration says anything. */
async function policiesOf({ projects }: Reading, { policyFor }: AuditRequest) {
  const policies: (ProjectPolicy | null)[] = [];
  if (policyFor !== undefined) for (const project of projects) policies.push(await policyFor(project));
  return policies;
}

async function asked(reading: Reading, selection: ScopeSelection | undefined): Promise<Reading> {
  if (selection === undefined) return reading;
  const { selectScopes } = await import("./inventory/selection.ts");
  const { projects, notes } = selectScopes(reading.projects, selection, reading.choices);
  return { ...reading, projects, notes: [...reading.notes, ...notes] };
}
