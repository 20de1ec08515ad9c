import { fileOrigin, folderOf, makeGap, type Gap, type Inventory } from "../model/index.ts";
import type { ReadSource } from "./merge-sources.ts";

/** What is needed of a project to see which of its manifests a lock stands for. */
interface Superseding {
  /** In the tree's coordinates. */
  readonly path: string;
  readonly sources: readonly ReadSource[];
}

/** What a kind of source stands for: kinds of manifest, also in the folders of its own members or not. */
interface Standing {
  readonly supersedes: readonly string[];
  readonly supersedesWithout?: { readonly kinds: readonly string[]; readonly beside: string };
  readonly locksMembers?: true;
}

/** Passed in, for the stage knows no plugin. Null: no such kind. */
export type StandingOf = (kind: string) => Standing | null;

/** The manifest that a lock of the same project or of its workspace stands for, and that lock's path. */
interface Locked {
  readonly manifest: ReadSource;
  readonly by: string;
}

/**
 * A lock that could be read supersedes the manifests that it locks: in its own folder, and in the folders of its
 * workspace's members. Of those only the build requirements are kept, which no lock holds.
 */
export function supersede<P extends Superseding>(
  projects: readonly P[],
  standingOf: StandingOf,
): readonly P[] {
  const locks = projects.flatMap((project) => locksOf(project, standingOf));
  return projects.map((project) => ({
    ...project,
    sources: project.sources.map((source) => {
      const by = lockedBy(project, source, locks);
      return by === null ? source : buildOnly({ manifest: source, by });
    }),
  }));
}

/** `uv lock --script NAME.py` writes `NAME.py.lock`, which stands for that script and no manifest. */
function isOfScript(path: string): boolean {
  return path.endsWith(".py.lock");
}

interface Lock {
  readonly path: string;
  readonly kinds: readonly string[];
  /** Folders whose manifests it locks. */
  readonly folders: readonly string[];
}

function locksOf(project: Superseding, standingOf: StandingOf): readonly Lock[] {
  return project.sources.flatMap((source) => {
    const { supersedes, supersedesWithout, locksMembers } = standingOf(source.kind) ?? { supersedes: [] };
    const isAlone = project.sources.every(({ kind }) => kind !== supersedesWithout?.beside);
    const kinds = isAlone ? [...supersedes, ...(supersedesWithout?.kinds ?? [])] : supersedes;
    if (kinds.length === 0 || isOfScript(source.path) || !isReadable(source.inventory)) return [];
    const folder = folderOf(source.path);
    const members = source.inventory.dependencies
      .filter(({ own, source: { url } }) => locksMembers === true && own !== null && url !== null)
      .map((dependency) => resolve(folder, dependency.source.url ?? "."));
    return [{ path: source.path, kinds, folders: [folder, ...members] }];
  });
}

function lockedBy(project: Superseding, source: ReadSource, locks: readonly Lock[]): string | null {
  const folder = folderOf(source.path);
  const lock = locks.find(({ kinds, folders }) => kinds.includes(source.kind) && folders.includes(folder));
  if (lock !== undefined) return lock.path;
  const ofScript = project.sources.find(({ path }) => isOfScript(path) && path === `${source.path}.lock`);
  if (ofScript !== undefined) return isReadable(ofScript.inventory) ? ofScript.path : null;
  if (!source.path.endsWith(".in")) return null;
  const compiled = `${source.path.slice(0, -".in".length)}.txt`;
  return project.sources.some(({ path }) => path === compiled) ? compiled : null;
}

function buildOnly({ manifest, by }: Locked): ReadSource {
  const { inventory } = manifest;
  const dependencies = inventory.dependencies.filter(({ scopes }) =>
    scopes.every((scope) => scope === "build"),
  );
  const keys = new Set(dependencies.map(({ key }) => key));
  return {
    ...manifest,
    inventory: {
      ...inventory,
      dependencies,
      edges: inventory.edges.filter(({ from, to }) => keys.has(from) && keys.has(to)),
      gaps: [...inventory.gaps.filter(({ code }) => !LOCKED.has(code)), superseded(manifest.path, by)],
    },
  };
}

/** What the lock has in place of what the manifest does not say. */
const LOCKED: ReadonlySet<string> = new Set(["dynamic-metadata", "conda-unmapped"]);

function superseded(path: string, by: string): Gap {
  const reason = `${by.slice(by.lastIndexOf("/") + 1)} locks what it asks for and was audited in its place`;
  return makeGap({ code: "superseded-manifest", reason, origin: fileOrigin(path), expected: true });
}

function isReadable(inventory: Inventory): boolean {
  return !inventory.gaps.some(({ code, expected }) => !expected && WHOLE_FILE.has(code));
}

const WHOLE_FILE = new Set([
  "unparsable-file",
  "unsupported-format",
  "unreadable",
  "limit-exceeded",
  "outside-root",
]);

/** `path` seen from `folder`, dots resolved as text. */
function resolve(folder: string, path: string): string {
  const parts: string[] = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
