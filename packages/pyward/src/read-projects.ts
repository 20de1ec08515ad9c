import { discover, type ClaimedTarget, type ProjectTargets } from "./discover/discover.ts";
import { recognise } from "./discover/recognise.ts";
import type { FileTree, Progress } from "./host/index.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import { supersede } from "./inventory/supersede.ts";
import { fileOrigin, folderOf, makeGap, type Gap } from "./model/index.ts";
import { SOURCES } from "./sources/registry.ts";
import type { SourceMeta } from "./sources/shared/source.ts";

/** One tree and what of it is asked for. Paths are in the tree's coordinates. */
export interface AuditRoot {
  readonly tree: FileTree;
  /** Folders to look for projects in. */
  readonly folders: readonly string[];
  /** Files named one by one; `source` null: by their name. */
  readonly files: readonly { readonly path: string; readonly source: string | null }[];
  /** Environments: a venv, a prefix or a site-packages folder. */
  readonly environments: readonly string[];
  /** Stands for the user's working directory. */
  readonly workingDirectory: string;
  /** The path as people and reports see it. */
  readonly display: (path: string) => string;
  /** What the tree met while it was looked through; asked for once all of it that matters was. */
  readonly met?: () => { readonly gaps: readonly Gap[]; readonly notes: readonly string[] };
}

/** A project, read. */
export interface ReadProject {
  readonly root: AuditRoot;
  /** In the tree's coordinates. */
  readonly path: string;
  readonly kind: ProjectTargets["kind"];
  readonly sources: readonly ReadSource[];
}

export interface Reading {
  readonly projects: readonly ReadProject[];
  /** Gaps that belong to no project. */
  readonly gaps: readonly { readonly root: AuditRoot; readonly gap: Gap }[];
  readonly notes: readonly string[];
}

const METAS = SOURCES.map(({ meta }) => meta);

/** Reads everything that is asked for in every tree. */
export async function readProjects(roots: readonly AuditRoot[], progress: Progress): Promise<Reading> {
  const projects: ReadProject[] = [];
  const gaps: { root: AuditRoot; gap: Gap }[] = [];
  const notes: string[] = [];
  for (const root of roots) {
    const found = await targetsOf(root, progress);
    gaps.push(...found.gaps.map((gap) => ({ root, gap })));
    notes.push(...found.notes);
    for (const [at, project] of found.projects.entries()) {
      progress.step("reading", at, found.projects.length);
      projects.push(await readProject(root, project));
    }
    const met = root.met?.() ?? { gaps: [], notes: [] };
    gaps.push(...met.gaps.map((gap) => ({ root, gap })));
    notes.push(...met.notes);
  }
  return { projects: supersede(projects, metaOf), gaps, notes };
}

function metaOf(kind: string): SourceMeta | null {
  return METAS.find(({ id }) => id === kind) ?? null;
}

interface FoundTargets {
  readonly projects: readonly ProjectTargets[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

async function targetsOf(root: AuditRoot, progress: Progress): Promise<FoundTargets> {
  const byFolder = new Map<string, ProjectTargets>();
  const gaps: Gap[] = [];
  const notes: string[] = [];
  const add = (project: ProjectTargets): void => {
    const key = `${project.kind} ${project.root}`;
    const known = byFolder.get(key)?.targets ?? [];
    const fresh = project.targets.filter((target) => !known.some((other) => other.path === target.path));
    byFolder.set(key, { ...project, targets: [...known, ...fresh] });
  };
  for (const file of root.files) {
    const claimed = claimFile(file) ?? (await claimByContent(root.tree, file.path));
    if (claimed === null) gaps.push(unsupported(file.path));
    else add(projectOf(claimed));
  }
  for (const folder of root.folders) {
    const found = await discover(root.tree, folder, METAS, progress);
    found.projects.forEach(add);
    gaps.push(...found.gaps);
    notes.push(
      ...found.environments.map(
        (path) =>
          `the environment ${root.display(path)} was not audited: ` +
          `pyward env ${root.display(path)} does it`,
      ),
    );
  }
  for (const path of root.environments) {
    add({ root: path, kind: "environment", targets: [{ source: "environment", path }] });
  }
  return { projects: [...byFolder.values()], gaps, notes };
}

/** What an SBOM lists is a project of its own, apart from what lies beside it. */
function projectOf(target: ClaimedTarget): ProjectTargets {
  return metaOf(target.source)?.role === "sbom"
    ? { root: target.path, kind: "sbom", targets: [target] }
    : { root: folderOf(target.path), kind: "project", targets: [target] };
}

async function claimByContent(tree: FileTree, path: string): Promise<ClaimedTarget | null> {
  const source = await recognise(tree, path, SOURCES);
  return source === null ? null : { source, path };
}

/** By the source that is asked for, else by name, else by the endings that only one source has. */
function claimFile(file: { readonly path: string; readonly source: string | null }): ClaimedTarget | null {
  if (file.source !== null) return { source: file.source, path: file.path };
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  const meta = METAS.find((candidate) => candidate.claims({ name, folder: folderOf(file.path) }));
  if (meta !== undefined) return { source: meta.id, path: file.path };
  const source = BY_ENDING.find(({ ending }) => ending.test(name))?.source;
  return source === undefined ? null : { source, path: file.path };
}

/** What a file that was named is, where no source claims its name in a walk. */
const BY_ENDING = [
  { ending: /\.(?:txt|in)$/, source: "requirements-txt" },
  { ending: /\.py$/, source: "script" },
] as const;

async function readProject(root: AuditRoot, project: ProjectTargets): Promise<ReadProject> {
  const sources: ReadSource[] = [];
  const included = new Set<string>();
  const settings = { workingDirectory: root.workingDirectory };
  for (const claimed of project.targets) {
    // Formats of SBOMs share names.
    const content = project.kind === "sbom" ? await claimByContent(root.tree, claimed.path) : null;
    const target = content ?? claimed;
    // What another one included was read with it. Reading it again would cost the square of a long chain.
    if (included.has(target.path)) continue;
    const entry = SOURCES.find(({ meta }) => meta.id === target.source);
    if (entry === undefined) throw new Error(`no source is called ${target.source}`);
    const source = await entry.load();
    const inventory = await source.read(root.tree, { path: target.path }, settings);
    sources.push({ kind: target.source, path: target.path, inventory });
    inventory.alsoRead.forEach((path) => included.add(path));
  }
  return { root, path: project.root, kind: project.kind, sources: withoutIncluded(sources) };
}

/** A file that another one includes was read with it. */
function withoutIncluded(sources: readonly ReadSource[]): readonly ReadSource[] {
  const kept: ReadSource[] = [];
  for (const source of sources) {
    const isIncluded = sources.some(
      (other) =>
        other !== source && other.inventory.alsoRead.includes(source.path) && !includes(source, other),
    );
    if (!isIncluded) kept.push(source);
  }
  return kept;
}

/** Two files that include each other: the one that sorts first is kept. */
function includes(source: ReadSource, other: ReadSource): boolean {
  return source.inventory.alsoRead.includes(other.path) && source.path < other.path;
}

function unsupported(path: string): Gap {
  const known = METAS.map(({ title }) => title).join(", ");
  const reason = `no source reads a file of this name; pyward reads: ${known} (-r FILE reads it as pip requirements)`;
  return makeGap({ code: "unsupported-format", reason, origin: fileOrigin(path) });
}
