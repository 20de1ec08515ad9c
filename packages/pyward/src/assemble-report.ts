import type { AuditRequest } from "./audit-request.ts";
import type { AuditedProject } from "./assemble/audited-project.ts";
import { databaseGaps, describeDatabase } from "./assemble/database.ts";
import { dependenciesOf, upgradesOf } from "./assemble/dependencies.ts";
import { findingsOf } from "./assemble/findings.ts";
import { mentionNotes } from "./assemble/mentions.ts";
import { gapsOf, nothingToAudit, type LooseGap } from "./assemble/gaps.ts";
import {
  compareText,
  REPORT_SCHEMA,
  timeText,
  type Report,
  type ReportFinding,
  type ReportPolicy,
  type ReportProject,
} from "./model/index.ts";
import { type OutcomeSettings, exitCodeOf, outcomesOf, policyNotes } from "./policy/index.ts";
import type { Reading } from "./read-projects.ts";

/** The report of an audit: judged, sorted, in the paths that people see. The same input gives the same report. */
export function assembleReport(
  request: AuditRequest,
  reading: Reading,
  projects: readonly AuditedProject[],
): Report {
  const { database, now, policy } = request;
  const findings = findingsOf(projects, policy, database);
  const gaps = gapsOf(projects, looseGaps(request, reading, projects), policy);
  const { status, byProject } = outcomesOf(projects, { findings, gaps }, (project) =>
    outcomeOf({ ...request, ...project?.policy }),
  );
  const asked = sum(projects.map((project) => project.asked));
  const audited = sum(projects.map((project) => project.audited));
  return {
    schema: REPORT_SCHEMA,
    tool: { name: "pyward", version: request.toolVersion },
    generatedAt: timeText(request.ranAt ?? now),
    asOf: request.ranAt === undefined ? null : timeText(now),
    asOfBy: request.asOfBy ?? null,
    status,
    exitCode: exitCodeOf(status, request.exitZero),
    policy: policyOf(request, projects),
    database: describeDatabase(database, now),
    environment: { targets: request.targets },
    coverage: { asked, audited, gaps: asked - audited },
    projects: projects.map((project) => projectOf(project, byProject.get(project.id) ?? status)),
    dependencies: dependenciesOf(projects),
    findings,
    upgrades: upgradesOf(projects),
    gaps,
    comparison: null,
    notes: notesOf(request, reading, projects, findings),
  };
}

/** What makes a run, or a project with a policy of its own, fail or incomplete. */
export function outcomeOf({
  policy,
  allowGaps,
}: Pick<AuditRequest, "policy" | "allowGaps">): OutcomeSettings {
  return { strict: policy.strict, allowGaps };
}

function policyOf(
  { policy, maxDbAge, policyFiles = [] }: AuditRequest,
  projects: readonly AuditedProject[],
): ReportPolicy {
  const all = [...policyFiles, ...projects.flatMap((project) => project.policy?.files ?? [])];
  const files = [...new Map(all.map((file) => [file.path, file])).values()];
  return {
    failOn: policy.failOn,
    unknownSeverity: policy.unknownSeverity,
    maxDbAge,
    files: files.toSorted((a, b) => compareText(a.path, b.path)),
  };
}

function projectOf(
  { id, path, kind, sources, display, image }: AuditedProject,
  status: ReportProject["status"],
): ReportProject {
  return {
    id,
    root: display(path),
    kind,
    status,
    sources: sources
      .map((source) => ({
        kind: source.kind,
        path: display(source.path),
        dependencies: source.inventory.dependencies.length,
      }))
      .toSorted((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind)),
    image,
  };
}

function looseGaps(
  request: AuditRequest,
  reading: Reading,
  projects: readonly AuditedProject[],
): readonly LooseGap[] {
  const ofData = databaseGaps(request.database, request.now, request.maxDbAge);
  const gaps = [
    ...ofData.map((gap) => ({ gap, display: (path: string) => path })),
    ...reading.gaps.map(({ root, gap }) => ({ gap, display: root.display })),
  ];
  const isNothingRead = projects.every(isUnreadMention) && reading.gaps.length === 0;
  if (!isNothingRead) return gaps;
  const nothing = request.roots.map(({ folders, files, display }) => ({
    gap: nothingToAudit(folders[0] ?? files[0]?.path ?? "", projects.length > 0),
    display,
  }));
  return [...gaps, ...nothing];
}

/** Mentions without versions are no surprise, but where nothing else is there nothing was audited. */
function isUnreadMention({ sources, dependencies }: AuditedProject): boolean {
  return (
    dependencies.every(({ version }) => version === null) && sources.every(({ mentionsOnly }) => mentionsOnly)
  );
}

/** Findings of the projects in which an unknown severity warns. */
function warnedOf(
  { policy }: AuditRequest,
  projects: readonly AuditedProject[],
  findings: readonly ReportFinding[],
): readonly ReportFinding[] {
  const warns = ({ policy: own }: AuditedProject): boolean =>
    (own?.policy ?? policy).unknownSeverity === "warn";
  const warned = new Set(projects.filter(warns).map(({ id }) => id));
  return findings.filter(({ project }) => warned.has(project));
}

function notesOf(
  request: AuditRequest,
  reading: Reading,
  projects: readonly AuditedProject[],
  findings: readonly ReportFinding[],
): readonly string[] {
  const inapplicable = sum(projects.map((project) => project.inapplicable));
  return [
    ...reading.notes,
    ...projects.flatMap(({ sources }) => sources.flatMap(({ inventory }) => inventory.notes)),
    ...mentionNotes(projects),
    ...(inapplicable === 0
      ? []
      : [
          `${inapplicable} ${inapplicable === 1 ? "dependency applies" : "dependencies apply"} to none of the declared targets`,
        ]),
    ...policyNotes(findings, request.policy, warnedOf(request, projects, findings)),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
