import type { AuditedProject } from "./assemble/audited-project.ts";
import { askedIndexes } from "./asked-indexes.ts";
import type { AuditedProjects } from "./audit-projects.ts";
import type { AuditRequest } from "./audit-request.ts";
import type { ReleaseAsking } from "./fix-project/changes.ts";
import { findingsAt } from "./fix-project/findings-at.ts";
import { forkRequest, withFork } from "./fix-project/forks.ts";
import { isVersioned, partsToFix, type Part } from "./fix-project/parts.ts";
import { planPart, type Asked } from "./fix-project/plan-part.ts";
import { questionOf, type PlanRules, type Question } from "./fix-project/question.ts";
import type { FixPlan, PlanRequest } from "./fix/plan/plan-request.ts";
import { indexMetadata } from "./index-metadata.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import { findLocked } from "./inventory/supersede.ts";
import type { ReportFinding } from "./model/index.ts";
import type { PackageIndexes } from "./package-index/open-indexes.ts";
import type { PackageName } from "./python/index.ts";
import type { AuditRoot } from "./read-projects.ts";
import { SOURCES } from "./sources/registry.ts";
import type { Source } from "./sources/shared/source.ts";
import { placesIn } from "./unpinned/question.ts";

/** How versions are planned: within which bounds, and who is asked. */
export interface PlanningRequest extends Pick<
  PlanRules,
  "level" | "mayDowngrade" | "constraints" | "excludeNewer" | "isOverriding" | "maxSolves" | "isOver"
> {
  readonly audit: Pick<AuditRequest, "targets" | "now" | "policy" | "progress" | "internal">;
  /** Null: the advisories alone are asked. */
  readonly indexes: PackageIndexes | null;
}

/** Files that are installed together, and the plan for them. */
export interface PlannedProjectPart {
  readonly project: AuditedProject;
  readonly root: AuditRoot;
  readonly part: Part;
  readonly question: Question;
  readonly plan: FixPlan;
  /** What was asked about packages in several versions, for their own environments. */
  readonly forked: readonly PlanRequest[];
  /** Who was asked; null: nobody but the advisories. */
  readonly asking: ReleaseAsking | null;
  readonly asked: Asked;
}

interface Around {
  readonly request: PlanningRequest;
  readonly before: AuditedProjects;
}

/** A plan for each part of each project that has chosen findings. Nothing is edited. */
export async function planProjects(
  before: AuditedProjects,
  chosen: readonly ReportFinding[],
  request: PlanningRequest,
): Promise<readonly PlannedProjectPart[]> {
  const planned: PlannedProjectPart[] = [];
  for (const [at, project] of before.projects.entries()) {
    const own = chosen.filter((finding) => finding.project === project.id);
    const read = before.reading.projects[at];
    if (own.length === 0 || read === undefined) continue;
    const { root } = read;
    const manifests = await manifestsOf(read, root);
    for (const part of partsToFix(project.sources, manifests, (kind) => metaOf(kind)?.role ?? null)) {
      const ids = chosenIn(part, own);
      if (ids.size > 0) planned.push(await planOne({ project, root, part }, ids, { request, before }));
    }
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
  at: Pick<PlannedProjectPart, "project" | "root" | "part">,
  ids: ReadonlyMap<PackageName, readonly string[]>,
  { request, before }: Around,
): Promise<PlannedProjectPart> {
  const { project, part } = at;
  const { audit, indexes, ...rules } = request;
  const question = questionOf(part, ids, {
    ...rules,
    ...{ targets: audit.targets, now: audit.now },
    findingsAt: findingsAt(project, before.database, audit.policy),
  });
  const asking = indexes === null ? null : askingFor(part, { indexes, audit, project });
  const lookup = (name: PackageName) => before.database.index?.lookup(name) ?? null;
  const asked: Asked =
    asking === null
      ? { kind: "advisories", lookup }
      : { kind: "index", metadata: indexMetadata(asking.indexes, { ...asking, mayFetch: () => false }) };
  audit.progress.step("planning");
  return { ...at, question, asking, asked, ...(await planForks(question, asked)) };
}

/** One plan for all environments, and on top of it one for each fork that has what was chosen. */
async function planForks(
  { request, forks, chosen }: Question,
  asked: Asked,
): Promise<Pick<PlannedProjectPart, "plan" | "forked">> {
  let plan = await planPart(request, asked);
  const forked: PlanRequest[] = [];
  for (const fork of forks) {
    const own = forkRequest(fork, request, { chosen, plan });
    if (own === null) continue;
    forked.push(own);
    plan = withFork(plan, fork, await planPart(own, asked), own);
  }
  return { plan, forked };
}

/** The user's indexes, as far as they may be asked about what the part's files name. */
function askingFor(
  part: Part,
  {
    indexes,
    audit,
    project,
  }: { readonly indexes: PackageIndexes } & Pick<PlanningRequest, "audit"> &
    Pick<PlannedProjectPart, "project">,
): ReleaseAsking | null {
  const [first] = part.holders;
  if (first === undefined) return null;
  const internal = [...(audit.internal ?? []), ...(project.policy?.internal ?? [])];
  const asked = askedIndexes(indexes, first.inventory, { internal, noteKept: () => undefined });
  if (asked === null) return null;
  const places = placesIn({ sources: [...part.holders, ...part.manifests] });
  return { indexes: asked.indexes, sourceOf: (name) => places.get(name) ?? null };
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

/** Loads a source; null: there is none of that kind. */
export async function sourceOf(kind: string): Promise<Source | null> {
  return (await SOURCES.find(({ meta }) => meta.id === kind)?.load()) ?? null;
}
