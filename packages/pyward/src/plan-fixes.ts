import type { AuditedProject } from "./assemble/audited-project.ts";
import { findingsOf } from "./assemble/findings.ts";
import { askedIndexes } from "./asked-indexes.ts";
import { auditProjects, type AuditedProjects } from "./audit-projects.ts";
import { assembleReport } from "./assemble-report.ts";
import type { AuditRequest } from "./audit-request.ts";
import { editFiles, type EditedFile } from "./edit-files.ts";
import { versionChange, type ReleaseAsking } from "./fix-project/changes.ts";
import { editPart, type EditedPart } from "./fix-project/edit-part.ts";
import { editedTree } from "./fix-project/edited-tree.ts";
import { findingsAt } from "./fix-project/findings-at.ts";
import { fixReport } from "./fix-project/fix-report.ts";
import { isVersioned, partsToFix, type Part } from "./fix-project/parts.ts";
import { planPart, type Asked } from "./fix-project/plan-part.ts";
import { questionOf, type Question } from "./fix-project/question.ts";
import type { FixPlan } from "./fix/plan/plan-request.ts";
import type { Jump } from "./fix/plan/jump.ts";
import { indexMetadata } from "./index-metadata.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import { findLocked } from "./inventory/supersede.ts";
import type { FixReport, ReportFinding } from "./model/index.ts";
import type { PackageIndexes } from "./package-index/open-indexes.ts";
import type { PackageName, Requirement } from "./python/index.ts";
import type { AuditRoot } from "./read-projects.ts";
import { SOURCES } from "./sources/registry.ts";
import type { Source } from "./sources/shared/source.ts";
import { placesIn } from "./unpinned/question.ts";

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
export interface PlannedPart {
  readonly project: AuditedProject;
  readonly root: AuditRoot;
  readonly part: Part;
  readonly question: Question;
  readonly basis: "solver" | "advisory";
  readonly plan: FixPlan;
  readonly edited: Omit<EditedPart, "withoutLock">;
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
  const parts: PlannedPart[] = [];
  for (const project of before.projects)
    parts.push(...(await planProject(project, chosen, { request, before })));
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

interface Around {
  readonly request: FixRequest;
  readonly before: AuditedProjects;
}

async function planProject(
  project: AuditedProject,
  chosen: readonly ReportFinding[],
  around: Around,
): Promise<readonly PlannedPart[]> {
  const own = chosen.filter((finding) => finding.project === project.id);
  const read = around.before.reading.projects[around.before.projects.indexOf(project)];
  if (own.length === 0 || read === undefined) return [];
  const { root } = read;
  const manifests = await manifestsOf(read, root);
  const parts = partsToFix(project.sources, manifests, (kind) => metaOf(kind)?.role ?? null);
  const planned: PlannedPart[] = [];
  for (const part of parts) {
    const ids = chosenIn(part, own);
    if (ids.size > 0) planned.push(await planOne({ project, root, part }, ids, around));
  }
  return planned;
}

/** By package: a finding is of a part that has its package in its version. */
function chosenIn(
  { holders }: Part,
  findings: readonly ReportFinding[],
): ReadonlyMap<PackageName, readonly string[]> {
  const found = new Map<PackageName, readonly string[]>();
  for (const { inventory } of holders)
    for (const { name, version } of inventory.dependencies.filter(isVersioned)) {
      const ids = findings
        .filter((one) => one.package === name && one.version === version)
        .map(({ id }) => id);
      if (ids.length > 0) found.set(name, [...new Set([...(found.get(name) ?? []), ...ids])].toSorted());
    }
  return found;
}

async function planOne(
  at: Pick<PlannedPart, "project" | "root" | "part">,
  ids: ReadonlyMap<PackageName, readonly string[]>,
  { request, before }: Around,
): Promise<PlannedPart> {
  const { project, root, part } = at;
  const { audit, level, mayDowngrade, constraints, excludeNewer, prefer } = request;
  const question = questionOf(part, ids, {
    ...{ level, mayDowngrade, constraints, excludeNewer, maxSolves: MAX_SOLVES },
    ...{ targets: audit.targets, now: audit.now, isOverriding: prefer === "override" },
    findingsAt: findingsAt(project, before.database, audit.policy),
  });
  const asking = askingFor(part, request, project.policy?.internal ?? []);
  const lookup = (name: PackageName) => before.database.index?.lookup(name) ?? null;
  const asked: Asked =
    asking === null
      ? { kind: "advisories", lookup }
      : { kind: "index", metadata: indexMetadata(asking.indexes, { ...asking, mayFetch: () => false }) };
  audit.progress.step("planning");
  const plan = await planPart(question.request, asked);
  const { changes, isClosed } = plan.kind === "plan" ? plan : NO_CHANGES;
  const asksReplaced = part.holders.some(({ kind }) => metaOf(kind)?.asksReplaced === true);
  const versions = await Promise.all(
    changes.map((change) => versionChange(change, asking, { asksReplaced })),
  );
  const place = { tree: root.tree, workingDirectory: root.workingDirectory, load: sourceOf };
  const whole = await editPart(part, { changes, isClosed }, { versions, place, prefer });
  const edited = (await isStaleAfter(whole, at)) ? (whole.withoutLock ?? whole) : whole;
  return { ...at, question, plan, edited, basis: asking === null ? "advisory" : "solver" };
}

const NO_CHANGES = { changes: [], isClosed: false };

/** Resolutions for one plan: some seconds of them where much depends on each other. */
const MAX_SOLVES = 500;

/** The user's indexes, as far as they may be asked about what the part's files name. */
function askingFor(
  part: Part,
  { indexes, audit }: FixRequest,
  internal: readonly string[],
): ReleaseAsking | null {
  const [first] = part.holders;
  if (indexes === null || first === undefined) return null;
  const all = [...(audit.internal ?? []), ...internal];
  const asked = askedIndexes(indexes, first.inventory, { internal: all, noteKept: () => undefined });
  if (asked === null) return null;
  const places = placesIn({ sources: [...part.holders, ...part.manifests] });
  return { indexes: asked.indexes, sourceOf: (name) => places.get(name) ?? null };
}

/** Locks record what they were made from: one that would not fit the edited ranges any more is left to its tool. */
async function isStaleAfter(
  { edits, withoutLock }: EditedPart,
  { part, root }: Pick<PlannedPart, "part" | "root">,
): Promise<boolean> {
  const [lock] = part.holders;
  const source = withoutLock === null || lock === undefined ? null : await sourceOf(lock.kind);
  if (lock === undefined || source?.staleness === undefined) return false;
  const files = await editFiles(root.tree, edits);
  const tree = editedTree(root.tree, new Map(files.map(({ path, after }) => [path, after])));
  for (const { kind, path } of part.manifests) {
    const manifest = await sourceOf(kind);
    const settings = { workingDirectory: root.workingDirectory };
    const asks = await manifest?.read(tree, { path }, settings);
    if (asks === undefined) continue;
    const found = await source.staleness({ tree, lock: lock.path, manifest: path, asks });
    if (found.kind === "stale") return true;
  }
  return false;
}

/** What each lock was made from, read anew: a lock stands for it, and its requirements were dropped. */
async function manifestsOf(
  read: AuditedProjects["reading"]["projects"][number],
  root: AuditRoot,
): Promise<ReadonlyMap<ReadSource, readonly ReadSource[]>> {
  const found = new Map<ReadSource, ReadSource[]>();
  for (const { lock, manifest } of findLocked([read], metaOf)) {
    const source = await sourceOf(manifest.kind);
    if (source === null) continue;
    const settings = { workingDirectory: root.workingDirectory };
    const inventory = await source.read(root.tree, { path: manifest.path }, settings);
    found.set(lock, [...(found.get(lock) ?? []), { ...manifest, inventory }]);
  }
  return found;
}

function metaOf(kind: string): Source["meta"] | null {
  return SOURCES.find(({ meta }) => meta.id === kind)?.meta ?? null;
}

async function sourceOf(kind: string): Promise<Source | null> {
  return (await SOURCES.find(({ meta }) => meta.id === kind)?.load()) ?? null;
}

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
    return { ...root, tree: editedTree(root.tree, new Map(edited.map(({ path, after }) => [path, after]))) };
  });
  return { ...audit, roots };
}
