import type { FileTree, Progress } from "../host/index.ts";
import type { Gap } from "../model/index.ts";
import type { SourceMeta } from "../sources/shared/source.ts";
import { join, walk } from "./walk.ts";

/** A path and the source that claimed it. */
export interface ClaimedTarget {
  readonly source: string;
  readonly path: string;
}

/** The targets that belong together: one folder's manifests and locks, one environment, or one SBOM. */
export interface ProjectTargets {
  /** In the tree's coordinates; "" for the root. */
  readonly root: string;
  readonly kind: "project" | "environment" | "sbom";
  readonly targets: readonly ClaimedTarget[];
}

export interface Discovery {
  /** Sorted by root. */
  readonly projects: readonly ProjectTargets[];
  /** Virtual environments that were seen and not read. */
  readonly environments: readonly string[];
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
  const sboms: ProjectTargets[] = [];
  for (const folder of walked.folders) {
    for (const name of folder.files) {
      const meta = metas.find((candidate) => candidate.claims({ name, folder: folder.path }));
      if (meta === undefined || meta.role === "environment") continue;
      const path = join(folder.path, name);
      if (meta.role === "sbom") {
        sboms.push({ root: path, kind: "sbom", targets: [{ source: meta.id, path }] });
        continue;
      }
      const root = projectRoot(folder.path, start);
      const targets = byRoot.get(root) ?? [];
      targets.push({ source: meta.id, path });
      byRoot.set(root, targets);
    }
  }
  const projects = [...byRoot].map(([root, targets]) => ({
    root,
    kind: "project" as const,
    targets: targets.toSorted(byPath),
  }));
  const sorted = [...projects, ...sboms].toSorted((a, b) => (a.root < b.root ? -1 : 1));
  return { projects: sorted, environments: walked.environments, gaps: walked.gaps };
}

/** A folder called `requirements` holds the requirements of the folder above it. */
function projectRoot(folder: string, start: string): string {
  if (folder === start || !/(?:^|\/)requirements$/.test(folder)) return folder;
  return folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
}

function byPath(a: ClaimedTarget, b: ClaimedTarget): number {
  return a.path < b.path ? -1 : 1;
}
