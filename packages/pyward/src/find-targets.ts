import type { AuditRoot } from "./audit-root.ts";
import type { ClaimedTarget, Discovery, ProjectTargets } from "./discover/discover.ts";
import type { FileTree, Progress } from "./host/index.ts";
import { baseName, fileOrigin, folderOf, makeGap, type Gap } from "./model/index.ts";
import { SOURCES } from "./sources/registry.ts";
import type { SourceMeta } from "./sources/shared/source.ts";

/** What of one tree is to be read. */
export interface FoundTargets {
  readonly projects: readonly ProjectTargets[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

/** The targets of what a root asks for: files that are named, what its folders hold, environments. */
export async function findTargets(
  root: AuditRoot,
  metas: readonly SourceMeta[],
  progress: Progress,
): Promise<FoundTargets> {
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
    const claimed = claimFile(file, metas) ?? (await claimByContent(root.tree, file.path));
    if (claimed === null) gaps.push(unsupported(file.path));
    else add(projectOf(claimed, metas));
  }
  for (const start of root.folders) {
    const found = await lookThrough(start, root, { metas, progress });
    found.projects.forEach(add);
    gaps.push(...found.gaps);
    notes.push(...found.notes);
  }
  for (const path of root.environments) add(environmentAt(path));
  return { projects: [...byFolder.values()], gaps, notes };
}

interface Surroundings {
  readonly metas: readonly SourceMeta[];
  readonly progress: Progress;
}

/** What one folder holds. What walks is loaded here: many audits name their files. */
async function lookThrough(
  start: string,
  root: AuditRoot,
  { metas, progress }: Surroundings,
): Promise<FoundTargets> {
  const { discover, describeSkipped, skippedNotes, USUAL_DISCOVERY } = await import("./discover/index.ts");
  const { tree, display, discovery: settings = USUAL_DISCOVERY } = root;
  const found = await discover({ tree, start, metas, settings, display }, progress);
  const environments = sortEnvironments(found, settings.environments);
  for (const skipped of found.skipped) progress.detail(describeSkipped(skipped, display));
  return {
    projects: [...found.projects, ...environments.audited.map(environmentAt)],
    gaps: found.gaps,
    notes: [
      ...found.notes,
      ...skippedNotes(found.skipped, display),
      ...environments.mentioned.map((path) => notAudited(display(path))),
      ...found.artifacts.map(([path, count]) => notBuilt(display(path), count)),
    ],
  };
}

/**
 * An environment beside a project's files says again what they say, so it is mentioned only; where no project lies in
 * the folder that holds it or above, it is all that there is to audit.
 */
function sortEnvironments({ projects, environments }: Discovery, wantsAll: boolean) {
  const roots = new Set(projects.filter(({ mentionsOnly }) => mentionsOnly !== true).map(({ root }) => root));
  const isBeside = (path: string): boolean => {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      if (roots.has(folder)) return true;
      if (folder === "") return false;
    }
  };
  const isMentioned = (path: string): boolean => !wantsAll && isBeside(path);
  return {
    audited: environments.filter((path) => !isMentioned(path)),
    mentioned: environments.filter(isMentioned),
  };
}

function environmentAt(path: string): ProjectTargets {
  return { root: path, kind: "environment", targets: [{ source: "environment", path }] };
}

function notBuilt(path: string, count: number): string {
  const what = count === 1 ? "the artifact" : `the ${count} artifacts`;
  return `${what} in ${path} (wheels, source distributions …) were not audited: name the files or the folder`;
}

function notAudited(path: string): string {
  return `the environment ${path} was not audited: --environments takes it in, pyward env ${path} audits it alone`;
}

/** What an SBOM lists, and an artifact, are projects of their own, apart from what lies beside them. */
function projectOf(target: ClaimedTarget, metas: readonly SourceMeta[]): ProjectTargets {
  const role = metas.find(({ id }) => id === target.source)?.role;
  return role === "sbom" || role === "artifact"
    ? { root: target.path, kind: role, targets: [target] }
    : { root: folderOf(target.path), kind: "project", targets: [target] };
}

/** By what the file holds, where its name does not tell. */
export async function claimByContent(tree: FileTree, path: string): Promise<ClaimedTarget | null> {
  const { claimZip } = await import("./discover/claim-zip.ts");
  const { recognise } = await import("./discover/recognise.ts");
  const zip = await claimZip(tree, path);
  if (zip !== null) return zip;
  const source = await recognise(tree, path, SOURCES);
  return source === null ? null : { source, path };
}

/** By the source that is asked for, else by name, else by the endings that only one source has. */
function claimFile(
  file: { readonly path: string; readonly source: string | null },
  metas: readonly SourceMeta[],
): ClaimedTarget | null {
  if (file.source !== null) return { source: file.source, path: file.path };
  const name = baseName(file.path);
  const meta = metas.find((candidate) => candidate.claims({ name, folder: folderOf(file.path) }));
  if (meta !== undefined) return { source: meta.id, path: file.path };
  const source = BY_ENDING.find(({ ending }) => ending.test(name))?.source;
  return source === undefined ? null : { source, path: file.path };
}

/** What a file that was named is, where no source claims its name in a walk. */
const BY_ENDING = [
  { ending: /\.(?:txt|in)$/, source: "requirements-txt" },
  { ending: /\.py$/, source: "script" },
] as const;

function unsupported(path: string): Gap {
  const reason =
    "no source knows this file by its name or content (-r FILE reads it as pip requirements; docs/formats.md lists what is read)";
  return makeGap({ code: "unsupported-format", reason, origin: fileOrigin(path) });
}
