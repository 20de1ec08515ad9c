import {
  baseName,
  fileOrigin,
  folderOf,
  makeGap,
  resolvePath,
  type Gap,
  type Inventory,
  type Staleness,
} from "../model/index.ts";
import type { ReadSource } from "./merge-sources.ts";
import { findUnlocked, type StandingLock } from "./stale-locks.ts";

/** What is needed of a project to see which of its manifests a lock stands for. */
interface Superseding {
  /** The tree that it lies in: the same object for the same tree. */
  readonly root: { display(path: string): string };
  /** In the tree's coordinates. */
  readonly path: string;
  readonly sources: readonly ReadSource[];
}

/** What a kind of source stands for: kinds of manifest, also in the folders of its own members or not. */
interface Standing {
  readonly supersedes: readonly string[];
  readonly supersedesWithout?: { readonly kinds: readonly string[]; readonly beside: string };
  readonly locksMembers?: true;
  readonly mayBePart?: true;
}

/** Passed in, for the stage knows no plugin. Null: no such kind. */
export type StandingOf = (kind: string) => Standing | null;

/** A manifest and a lock that stands for it. */
export interface LockedManifest<P> {
  readonly project: P;
  readonly manifest: ReadSource;
  readonly lock: ReadSource;
  readonly mayBePart: boolean;
}

/**
 * Every manifest with every lock that stands for it: one that could be read, in the manifest's folder, or of a workspace
 * with a member there; or what was compiled from it.
 */
export function findLocked<P extends Superseding>(
  projects: readonly P[],
  standingOf: StandingOf,
): readonly LockedManifest<P>[] {
  const locks = projects.flatMap((project) => locksOf(project, standingOf));
  return projects.flatMap((project) =>
    project.sources.flatMap((manifest) =>
      locksFor(project, manifest, locks).map((lock) => ({ project, manifest, ...lock })),
    ),
  );
}

/**
 * A manifest is superseded by its locks. Of it are kept the build requirements, which no lock holds, and what it asks
 * for and none of its locks holds. Whether a lock is stale is passed in, for it takes files to see.
 */
export function supersede<P extends Superseding>(
  projects: readonly P[],
  locked: readonly (LockedManifest<P> & { readonly staleness: Staleness })[],
): readonly P[] {
  const locksOfManifest = Map.groupBy(locked, ({ manifest }) => manifest);
  return projects.map((project) => ({
    ...project,
    sources: project.sources.map((source) => {
      const locks = locksOfManifest.get(source);
      return locks === undefined ? source : withoutLocked(source, locks, project.root.display);
    }),
  }));
}

/** `uv lock --script NAME.py` writes `NAME.py.lock`, which stands for that script and no manifest. */
function isOfScript(path: string): boolean {
  return path.endsWith(".py.lock");
}

interface Lock {
  readonly lock: ReadSource;
  readonly root: Superseding["root"];
  readonly kinds: readonly string[];
  /** Folders whose manifests it locks. */
  readonly folders: readonly string[];
  readonly mayBePart: boolean;
}

function locksOf(project: Superseding, standingOf: StandingOf): readonly Lock[] {
  return project.sources.flatMap((lock) => {
    const standing: Standing = standingOf(lock.kind) ?? { supersedes: [] };
    const { supersedes, supersedesWithout, locksMembers, mayBePart = false } = standing;
    const isAlone = project.sources.every(({ kind }) => kind !== supersedesWithout?.beside);
    const kinds = isAlone ? [...supersedes, ...(supersedesWithout?.kinds ?? [])] : supersedes;
    if (kinds.length === 0 || isOfScript(lock.path) || !isReadable(lock.inventory)) return [];
    const folder = folderOf(lock.path);
    const members = lock.inventory.dependencies
      .filter(({ own, source: { url } }) => locksMembers === true && own !== null && url !== null)
      .map((dependency) => resolvePath(folder, dependency.source.url ?? "."));
    return [{ lock, root: project.root, kinds, folders: [folder, ...members], mayBePart }];
  });
}

function locksFor(
  { root, sources }: Superseding,
  manifest: ReadSource,
  locks: readonly Lock[],
): readonly Pick<StandingLock, "lock" | "mayBePart">[] {
  const folder = folderOf(manifest.path);
  const standing = locks.filter(
    (lock) => lock.root === root && lock.kinds.includes(manifest.kind) && lock.folders.includes(folder),
  );
  if (standing.length > 0) return standing;
  const madeFrom = (lock: ReadSource): boolean =>
    (isOfScript(lock.path) && lock.path === `${manifest.path}.lock` && isReadable(lock.inventory)) ||
    (manifest.path.endsWith(".in") && lock.path === `${manifest.path.slice(0, -".in".length)}.txt`);
  return sources.filter(madeFrom).map((lock) => ({ lock, mayBePart: false }));
}

function withoutLocked(
  manifest: ReadSource,
  locks: readonly StandingLock[],
  display: (path: string) => string,
): ReadSource {
  const { inventory } = manifest;
  const unlocked = findUnlocked(manifest, locks, display);
  const dependencies = inventory.dependencies.filter(
    (dependency) =>
      dependency.scopes.every((scope) => scope === "build") || unlocked.dependencies.has(dependency),
  );
  const keys = new Set(dependencies.map(({ key }) => key));
  return {
    ...manifest,
    inventory: {
      ...inventory,
      dependencies,
      edges: inventory.edges.filter(({ from, to }) => keys.has(from) && keys.has(to)),
      gaps: [
        ...inventory.gaps.filter(({ code }) => !LOCKED.has(code)),
        superseded(manifest.path, locks[0]?.lock.path ?? manifest.path),
      ],
      notes: [...inventory.notes, ...unlocked.notes],
    },
  };
}

/** What the lock has in place of what the manifest does not say. */
const LOCKED: ReadonlySet<string> = new Set(["dynamic-metadata", "conda-unmapped"]);

function superseded(path: string, by: string): Gap {
  const reason = `${baseName(by)} locks what it asks for and was audited in its place`;
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
