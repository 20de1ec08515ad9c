import { auditProject } from "./audit-project.ts";
import { assembleReport } from "./assemble-report.ts";
import type { Progress } from "./host/index.ts";
import type { Report, ReportTarget } from "./model/index.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import type { AllowedGaps, Policy } from "./policy/index.ts";
import { readProjects, type AuditRoot } from "./read-projects.ts";

/** All that an audit depends on. The same request gives the same report. */
export interface AuditRequest {
  readonly roots: readonly AuditRoot[];
  /** Declared targets; empty: every target. */
  readonly targets: readonly ReportTarget[];
  readonly policy: Policy;
  readonly allowGaps: AllowedGaps;
  readonly exitZero: boolean;
  /** Days after which the advisory data is a gap. */
  readonly maxDbAge: number;
  readonly database: OpenedDatabase;
  readonly now: Date;
  readonly toolVersion: string;
  readonly progress: Progress;
}

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
