import type { AuditedProject } from "./assemble/audited-project.ts";
import { auditProject } from "./audit-project.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import type { AuditRequest } from "./audit-request.ts";
import type { AskedAudit, Consulted } from "./consult-feed.ts";
import { rememberReleases } from "./examine-release.ts";
import type { ScopeSelection } from "./inventory/selection.ts";
import type { ProjectPolicy } from "./policy/index.ts";
import type { ResolvedProjects } from "./resolve-projects.ts";
import { resolveReading } from "./resolve-reading.ts";
import { readProjects, type Reading, type ReadProject } from "./read-projects.ts";

/** What was read, and what the advisories say of it; nothing is judged yet. */
export interface AuditedProjects {
  readonly reading: Reading;
  readonly projects: readonly AuditedProject[];
  /** What it was compared with: the request's, unless a feed was asked. */
  readonly database: OpenedDatabase;
}

/** Reads what is asked for and compares it with the advisories. */
export async function auditProjects(request: AuditRequest): Promise<AuditedProjects> {
  const { roots, targets, selection, distroData, progress, now, trace } = request;
  const declared = await asked(await readProjects(roots, progress, trace), selection);
  const policies = await policiesOf(declared, request);
  // What one project calls internal is so for all of the run.
  const internal = [...(request.internal ?? []), ...policies.flatMap((policy) => policy?.internal ?? [])];
  const indexes = [request.policy, ...policies.map((one) => one?.policy)].flatMap(
    (policy) => policy?.rules?.indexes ?? [],
  );
  const { reading: read, ranges } = await resolveReading(declared, request, internal);
  const { database, consult, notes } = await consulted(read.projects, request, { internal, indexes });
  if (database.index !== null)
    progress.step("comparing with the advisories", undefined, dependenciesIn(read.projects));
  const examine = read.projects.length > 1 ? rememberReleases() : undefined;
  const matched = read.projects.map((project, at) => ({
    ...auditProject(`p${at + 1}`, project, consult, { targets, examine, trace }),
    policy: policies[at] ?? null,
  }));
  const told = await ofInterpreters(matched, read.projects, { targets, now, index: database.index });
  const checked = await ofIndexes(told.projects, request, internal);
  const projects = await withAdmitted(checked.projects, ranges, request);
  const reading = { ...read, notes: [...read.notes, ...notes, ...told.notes, ...checked.notes] };
  if (distroData === undefined) {
    progress.stop();
    return { reading, projects, database };
  }
  const { askDistribution } = await import("./ask-distribution.ts");
  const answered = await askDistribution(projects, distroData);
  progress.stop();
  return {
    reading: { ...reading, notes: [...reading.notes, ...answered.notes] },
    projects: answered.projects,
    database,
  };
}

function dependenciesIn(projects: readonly ReadProject[]): number {
  let count = 0;
  for (const { sources } of projects)
    for (const { inventory } of sources) count += inventory.dependencies.length;
  return count;
}

/** Loaded where a range was resolved. What a service was asked about are the versions that would be installed: the database says the rest. */
async function withAdmitted(
  projects: readonly AuditedProject[],
  ranges: ResolvedProjects["ranges"],
  { database: { index }, targets }: AuditRequest,
): Promise<readonly AuditedProject[]> {
  if (index === null || ranges.every((ofProject) => ofProject.length === 0)) return projects;
  const { findAdmitted } = await import("./find-admitted.ts");
  return findAdmitted(projects, ranges, { index, targets });
}

/** Loaded where a feed is asked. */
async function consulted(
  projects: readonly ReadProject[],
  { database, asked: audit, targets }: AuditRequest,
  told: Pick<AskedAudit, "internal" | "indexes">,
): Promise<Consulted> {
  if (audit !== undefined) {
    const { consultFeed } = await import("./consult-feed.ts");
    return consultFeed(projects, { ...audit, ...told, fallback: database, targets });
  }
  const { index } = database;
  const consultation = index === null ? ({ kind: "nothing" } as const) : ({ kind: "index", index } as const);
  return { database, consult: () => consultation, notes: [] };
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

/** Loaded where a Python is told. */
async function ofInterpreters(
  projects: readonly AuditedProject[],
  read: readonly ReadProject[],
  circumstances: Pick<AuditRequest, "targets" | "now"> & Pick<OpenedDatabase, "index">,
) {
  const isTold = circumstances.targets.length > 0 || projects.some(({ kind }) => kind !== "project");
  if (!isTold) return { projects, notes: [] };
  const { auditInterpreters } = await import("./audit-interpreters.ts");
  return auditInterpreters(projects, read, circumstances);
}

/** Loaded where an index is asked. */
async function ofIndexes(
  projects: readonly AuditedProject[],
  { packageIndexes, now, progress, database }: AuditRequest,
  internal: readonly string[],
) {
  if (packageIndexes === undefined) return { projects, notes: [] };
  const { checkIndex } = await import("./check-index.ts");
  return checkIndex(projects, packageIndexes, { now, progress, internal, advisories: database.index });
}
