import { findingsOf } from "./assemble/findings.ts";
import { assembleReport } from "./assemble-report.ts";
import { auditProjects, type AuditedProjects } from "./audit-projects.ts";
import type { AuditRequest } from "./audit-request.ts";
import { editFiles, type EditedFile } from "./edit-files.ts";
import { versionChange } from "./fix-project/changes.ts";
import { editPart, type EditedPart } from "./fix-project/edit-part.ts";
import { editedTree } from "./fix-project/edited-tree.ts";
import { fixReport } from "./fix-project/fix-report.ts";
import type { Jump } from "./fix/plan/jump.ts";
import type { FileTree } from "./host/index.ts";
import type { Edit, FixReport, ReportFinding } from "./model/index.ts";
import type { PackageIndexes } from "./package-index/open-indexes.ts";
import { planProjects, sourceOf, type PlannedProjectPart } from "./plan-projects.ts";
import type { Requirement } from "./python/index.ts";
import type { AuditRoot } from "./read-projects.ts";

/** What is to be cleared, and how far anything may go for it. */
export interface FixRequest {
  readonly audit: AuditRequest;
  /** Of the findings that fail. */
  readonly choose: (finding: ReportFinding) => boolean;
  readonly level: Exclude<Jump, "downgrade">;
  readonly mayDowngrade: boolean;
  readonly constraints: readonly Requirement[];
  /** RFC 3339; null: there is no cooldown. */
  readonly excludeNewer: string | null;
  /** How a version is written of what the project does not name itself; null: not at all. */
  readonly prefer: "constraint" | "override" | null;
  /** Null: the advisories alone are asked. */
  readonly indexes: PackageIndexes | null;
}

/** A part with its plan, and what that does to its files. */
interface PlannedPart extends PlannedProjectPart {
  readonly basis: "solver" | "advisory";
  readonly edited: EditedPart;
}

export interface PlannedFixes {
  /** As if nothing was to be written. */
  readonly report: FixReport;
  readonly chosen: readonly ReportFinding[];
  readonly files: readonly { readonly root: AuditRoot; readonly files: readonly EditedFile[] }[];
  /** The files as they are, for who plans once more. */
  readonly before: AuditedProjects;
}

/** Audits, plans for each project, makes the edits in memory and audits what they make of the files. Writes nothing. */
export async function planFixes(request: FixRequest, known?: AuditedProjects): Promise<PlannedFixes> {
  const before = known ?? (await auditProjects(request.audit));
  const failing = failingIn(before, request.audit);
  const chosen = failing.filter((finding) => isFixable(finding) && request.choose(finding));
  const { level, mayDowngrade, constraints, excludeNewer, prefer, indexes, audit } = request;
  const plans = await planProjects(before, chosen, {
    ...{ level, mayDowngrade, constraints, excludeNewer, indexes, audit },
    ...{ isOverriding: prefer === "override", maxSolves: MAX_SOLVES },
  });
  const parts = await Promise.all(plans.map((planned) => withEdits(planned, prefer)));
  const files = await editRoots(parts);
  const after = files.length === 0 ? before : await auditProjects(withEdited(request.audit, files));
  request.audit.progress.stop();
  const report = fixReport({
    ...{ request: request.audit, chosen, failing, parts, files },
    after: { failing: failingIn(after, request.audit), projects: after.projects },
    before: before.projects,
    notes: [...before.reading.notes],
    index: before.database.index,
    isWhole: chosen.length > 0 || !isIncomplete(before, request.audit),
  });
  return { report, chosen, files, before };
}

/** Something that was asked for could not be audited, or there is nothing to audit it by: that nothing is found says nothing. */
function isIncomplete({ reading, projects, database }: AuditedProjects, audit: AuditRequest): boolean {
  return assembleReport({ ...audit, database }, reading, projects).status === "incomplete";
}

function failingIn(
  { projects, database }: AuditedProjects,
  { policy }: AuditRequest,
): readonly ReportFinding[] {
  return findingsOf(projects, policy, database).filter(({ verdict }) => verdict.status === "fail");
}

/** No other version of a package is less archived, and a yanked one is no flaw. */
function isFixable({ kind }: ReportFinding): boolean {
  return kind === "vulnerability" || kind === "malware";
}

/** The plan with what it does to the files. */
async function withEdits(planned: PlannedProjectPart, prefer: FixRequest["prefer"]): Promise<PlannedPart> {
  const { root, part, plan, asking } = planned;
  const { changes, isClosed } = plan.kind === "plan" ? plan : NO_CHANGES;
  const holders = await Promise.all(part.holders.map(({ kind }) => sourceOf(kind)));
  const asksReplaced = holders.some((source) => source?.meta.asksReplaced === true);
  const versions = await Promise.all(
    changes.map((change) => versionChange(change, asking, { asksReplaced })),
  );
  const { tree, workingDirectory } = root;
  const place = {
    ...{ tree, workingDirectory, load: sourceOf },
    edited: async (edits: readonly Edit[]) => withFiles(tree, await editFiles(tree, edits)),
  };
  const edited = await editPart(part, { changes, isClosed }, { versions, place, prefer });
  return { ...planned, edited, basis: asking === null ? "advisory" : "solver" };
}

const NO_CHANGES = { changes: [], isClosed: false };

/** Resolutions for one plan: some seconds of them where much depends on each other. */
const MAX_SOLVES = 500;

async function editRoots(parts: readonly PlannedPart[]): Promise<PlannedFixes["files"]> {
  const edited = [];
  for (const [root, group] of Map.groupBy(parts, (part) => part.root)) {
    const files = await editFiles(
      root.tree,
      group.flatMap((part) => part.edited.edits),
    );
    const changed = files.filter(({ text, edited: after }) => text !== after);
    if (changed.length > 0) edited.push({ root, files: changed });
  }
  return edited;
}

function withEdited(audit: AuditRequest, files: PlannedFixes["files"]): AuditRequest {
  const roots = audit.roots.map((root) => {
    const edited = files.find((one) => one.root === root)?.files ?? [];
    if (edited.length === 0) return root;
    return { ...root, tree: withFiles(root.tree, edited) };
  });
  return { ...audit, roots };
}

function withFiles(tree: FileTree, files: readonly EditedFile[]): FileTree {
  return editedTree(tree, new Map(files.map(({ path, after }) => [path, after])));
}
