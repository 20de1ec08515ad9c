import type { FileTree, Progress } from "../host/index.ts";
import type { Gap } from "../model/index.ts";
import type { SourceMeta } from "../sources/shared/source.ts";
import { sortArtifacts } from "./artifacts.ts";
import { join, walk } from "./walk.ts";

/** A path and the source that claimed it. */
export interface ClaimedTarget {
  readonly source: string;
  readonly path: string;
}

/** The targets that belong together: one folder's manifests and locks, one environment, or one artifact. */
export interface ProjectTargets {
  /** In the tree's coordinates; "" for the root. */
  readonly root: string;
  readonly kind: "project" | "environment" | "artifact";
  readonly targets: readonly ClaimedTarget[];
}

export interface Discovery {
  /** Sorted by root. */
  readonly projects: readonly ProjectTargets[];
  /** Virtual environments that were seen and not read. */
  readonly environments: readonly string[];
  /** Folders with wheels and the like that were seen and not read, and how many. */
  readonly artifacts: readonly (readonly [folder: string, count: number])[];
  readonly gaps: readonly Gap[];
}

/** What below `start` can be audited, by names alone: no file is opened. */
export async function discover(
  tree: FileTree,
  start: string,
  metas: readonly SourceMeta[],
  progress: Progress,
): Promise<Discovery> {
  const walked = await walk(tree, start, progress);
  const byRoot = new Map<string, ClaimedTarget[]>();
  const artifacts: ClaimedTarget[] = [];
  for (const folder of walked.folders) {
    for (const name of folder.files) {
      const meta = metas.find((candidate) => candidate.claims({ name, folder: folder.path }));
      if (meta === undefined || meta.role === "environment") continue;
      if (meta.role === "artifact") {
        artifacts.push({ source: meta.id, path: join(folder.path, name) });
        continue;
      }
      const root = projectRoot(folder.path, start);
      const targets = byRoot.get(root) ?? [];
      targets.push({ source: meta.id, path: join(folder.path, name) });
      byRoot.set(root, targets);
    }
  }
  const projects = [...byRoot]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([root, targets]) => ({ root, kind: "project" as const, targets: targets.toSorted(byPath) }));
  const { audited, mentioned } = sortArtifacts(artifacts, new Set(byRoot.keys()));
  const built = audited.map(([root, targets]) => ({ root, kind: "artifact" as const, targets }));
  return {
    projects: [...projects, ...built],
    environments: walked.environments,
    artifacts: mentioned,
    gaps: walked.gaps,
  };
}

/** A folder called `requirements` holds the requirements of the folder above it. */
function projectRoot(folder: string, start: string): string {
  if (folder === start || !/(?:^|\/)requirements$/.test(folder)) return folder;
  return folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
}

function byPath(a: ClaimedTarget, b: ClaimedTarget): number {
  return a.path < b.path ? -1 : 1;
}
