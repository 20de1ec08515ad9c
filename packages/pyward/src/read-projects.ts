import type { AuditRoot } from "./audit-root.ts";
import type { ProjectTargets } from "./discover/discover.ts";
import { claimByContent, findTargets } from "./find-targets.ts";
import type { FileTree, Progress, Trace } from "./host/index.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import { choicesOf } from "./inventory/choices.ts";
import { findLocked, supersede, type LockedManifest } from "./inventory/supersede.ts";
import type { Gap, ReportImage, Scope, Staleness } from "./model/index.ts";
import { SOURCES } from "./sources/registry.ts";
import type { SourceMeta } from "./sources/shared/source.ts";

export type { AuditRoot };

/** A project, read. */
export interface ReadProject {
  readonly root: AuditRoot;
  /** In the tree's coordinates. */
  readonly path: string;
  readonly kind: ProjectTargets["kind"] | "image";
  readonly sources: readonly ReadSource[];
  /** Null for what is no image. */
  readonly image: ReportImage | null;
}

export interface Reading {
  readonly projects: readonly ReadProject[];
  /** Gaps that belong to no project. */
  readonly gaps: readonly { readonly root: AuditRoot; readonly gap: Gap }[];
  readonly notes: readonly string[];
  /** Extras and groups that can be asked for. */
  readonly choices: ReadonlySet<Scope>;
}

const METAS = SOURCES.map(({ meta }) => meta);

/** Reads everything that is asked for in every tree. */
export async function readProjects(
  roots: readonly AuditRoot[],
  progress: Progress,
  trace?: Trace,
): Promise<Reading> {
  const projects: ReadProject[] = [];
  const gaps: { root: AuditRoot; gap: Gap }[] = [];
  const notes: string[] = [];
  for (const root of roots) {
    if (root.images !== undefined) {
      const { readImages } = await import("./read-images.ts");
      const ended = trace?.begin("read", { source: "image", path: root.display("") });
      const read = await readImages(root.images, progress);
      ended?.();
      for (const { tree, title, sources, facts } of read.images)
        projects.push({ root: inImage(root, tree, title), path: "", kind: "image", sources, image: facts });
      gaps.push(...read.gaps.map((gap) => ({ root, gap })));
      notes.push(...read.notes);
      continue;
    }
    const found = await findTargets(root, METAS, progress);
    gaps.push(...found.gaps.map((gap) => ({ root, gap })));
    notes.push(...found.notes);
    for (const [at, project] of found.projects.entries()) {
      progress.step("reading", at, found.projects.length);
      projects.push(await readProject(root, project, trace));
    }
    const met = root.met?.() ?? { gaps: [], notes: [] };
    gaps.push(...met.gaps.map((gap) => ({ root, gap })));
    notes.push(...met.notes);
  }
  const settled = await settleMentions(projects);
  const locked = await withStaleness(findLocked(settled, metaOf));
  return { projects: supersede(settled, locked), gaps, notes, choices: choicesOf(settled) };
}

/** Loaded where it is needed: most projects have no file that only mentions something. */
async function settleMentions(projects: readonly ReadProject[]): Promise<readonly ReadProject[]> {
  if (!projects.some(({ sources }) => sources.some(({ mentionsOnly }) => mentionsOnly))) return projects;
  const { withMentioned } = await import("./read-mentioned.ts");
  const requirements = await SOURCES.find(({ meta }) => meta.id === "requirements-txt")?.load();
  return requirements === undefined ? projects : withMentioned(projects, requirements);
}

/** Asks each lock's source whether it was made from the manifest. */
async function withStaleness(locked: readonly LockedManifest<ReadProject>[]) {
  const asked = [];
  for (const one of locked) {
    const { project, manifest, lock } = one;
    const source = await SOURCES.find(({ meta }) => meta.id === lock.kind)?.load();
    const pair = {
      tree: project.root.tree,
      lock: lock.path,
      manifest: manifest.path,
      asks: manifest.inventory,
    };
    const answer = COMPARED.has(manifest.kind) ? await source?.staleness?.(pair) : null;
    const staleness: Staleness = answer ?? { kind: "unsaid" };
    asked.push({ ...one, staleness });
  }
  return asked;
}

/** Manifests that locks are made from; what setup.cfg declares reaches a lock by way of a build. */
const COMPARED: ReadonlySet<string> = new Set(["pyproject", "pipfile"]);

/** One of several images that were saved together is told from the others by its title. */
function inImage(root: AuditRoot, tree: FileTree, title: string | null): AuditRoot {
  const suffix = title === null ? "" : `#${title}`;
  return { ...root, tree, display: (path) => root.display(path) + (path === "" ? suffix : "") };
}

function metaOf(kind: string): SourceMeta | null {
  return METAS.find(({ id }) => id === kind) ?? null;
}

async function readProject(root: AuditRoot, project: ProjectTargets, trace?: Trace): Promise<ReadProject> {
  const sources: ReadSource[] = [];
  const included = new Set<string>();
  const settings = { workingDirectory: root.workingDirectory };
  const tree = trace === undefined ? root.tree : await traced(root, trace);
  for (const claimed of project.targets) {
    // Formats of SBOMs share names.
    const content = project.kind === "sbom" ? await claimByContent(root.tree, claimed.path) : null;
    const target = content ?? claimed;
    // What another one included was read with it. Reading it again would cost the square of a long chain.
    if (included.has(target.path)) continue;
    const entry = SOURCES.find(({ meta }) => meta.id === target.source);
    if (entry === undefined) throw new Error(`no source is called ${target.source}`);
    const ended = trace?.begin("parse", { source: target.source, path: root.display(target.path) });
    const source = await entry.load();
    const inventory = await source.read(tree, { path: target.path }, settings);
    ended?.();
    sources.push({
      kind: target.source,
      path: target.path,
      inventory,
      ...(entry.meta.role === "mention" ? { mentionsOnly: true } : {}),
    });
    inventory.alsoRead.forEach((path) => included.add(path));
  }
  const kept = withoutIncluded(sources);
  return {
    root,
    path: project.root,
    kind: project.kind,
    sources: project.kind === "artifact" ? await settle(kept) : kept,
    image: null,
  };
}

/** Loaded where somebody wants to know. */
async function traced({ tree, display }: AuditRoot, trace: Trace): Promise<FileTree> {
  const { tracedTree } = await import("./traced-tree.ts");
  return tracedTree(tree, trace, display);
}

/** Loaded where it is needed: most audits name no artifact. */
async function settle(sources: readonly ReadSource[]): Promise<readonly ReadSource[]> {
  const { settleAmong } = await import("./inventory/wheelhouse.ts");
  return settleAmong(sources);
}

/** A file that another one includes was read with it. */
function withoutIncluded(sources: readonly ReadSource[]): readonly ReadSource[] {
  const includers = new Map<string, ReadSource[]>();
  for (const source of sources)
    for (const path of source.inventory.alsoRead) {
      const known = includers.get(path);
      if (known === undefined) includers.set(path, [source]);
      else known.push(source);
    }
  return sources.filter((source) =>
    (includers.get(source.path) ?? []).every((other) => other === source || includes(source, other)),
  );
}

/** Two files that include each other: the one that sorts first is kept. */
function includes(source: ReadSource, other: ReadSource): boolean {
  return source.inventory.alsoRead.includes(other.path) && source.path < other.path;
}
