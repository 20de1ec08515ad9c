import type { ReadSource } from "./inventory/merge-sources.ts";
import type { InstalledFile, Inventory, Scope } from "./model/index.ts";
import type { AuditRoot } from "./audit-root.ts";
import type { Source } from "./sources/shared/source.ts";

/** What is needed of a project that was read. */
interface Project {
  readonly root: AuditRoot;
  readonly sources: readonly ReadSource[];
}

/**
 * The projects with what their mentions come to: files that a command installs and nothing else read are read; a file
 * that mentions nothing is no source, and what has no source is no project.
 */
export async function withMentioned<P extends Project>(
  projects: readonly P[],
  requirements: Source,
): Promise<readonly P[]> {
  const read = new Map(projects.map(({ root }) => [root.tree, new Set<string>()]));
  for (const { root, sources } of projects) {
    for (const { path, inventory } of sources)
      for (const one of [path, ...inventory.alsoRead]) read.get(root.tree)?.add(one);
  }
  const settled: P[] = [];
  for (const project of projects) {
    const known = read.get(project.root.tree) ?? new Set();
    const sources: ReadSource[] = [];
    for (const source of project.sources) {
      if (source.mentionsOnly !== true || saysAnything(source.inventory)) sources.push(source);
      for (const file of source.inventory.installs)
        sources.push(...(await readInstalled(file, project, { known, requirements })));
    }
    const isEmptied = sources.length === 0 && project.sources.length > 0;
    if (!isEmptied) settled.push({ ...project, sources });
  }
  return settled;
}

function saysAnything({ dependencies, gaps }: Inventory): boolean {
  return dependencies.length + gaps.length > 0;
}

interface Reading {
  /** Paths that were read. */
  readonly known: Set<string>;
  readonly requirements: Source;
}

async function readInstalled(
  { path, origin, scope }: InstalledFile,
  { root }: Project,
  { known, requirements }: Reading,
): Promise<readonly ReadSource[]> {
  if (known.has(path)) return [];
  const { tree, workingDirectory, display } = root;
  const inventory = await requirements.read(tree, { path }, { workingDirectory });
  for (const one of [path, ...inventory.alsoRead]) known.add(one);
  const note = `${display(path)} was read because ${display(origin.path)}${origin.line === null ? "" : `:${origin.line}`} installs it`;
  return [
    { kind: "requirements-txt", path, inventory: asMentioned(inventory, scope, note), mentionsOnly: true },
  ];
}

/** What a mention leads to is no more than mentioned. */
function asMentioned(inventory: Inventory, scope: Scope, note: string): Inventory {
  const scopes = scope === "main" ? {} : { scopes: [scope] };
  return {
    ...inventory,
    dependencies: inventory.dependencies.map((dependency) => ({
      ...dependency,
      ...scopes,
      basis: "mentioned",
    })),
    gaps: inventory.gaps.map((gap) => ({ ...gap, expected: true })),
    notes: [...inventory.notes, note],
  };
}
