import type { FileTree, Progress } from "../host/index.ts";
import { folderOf, type Gap } from "../model/index.ts";
import type { SourceMeta } from "../sources/shared/source.ts";
import { sortArtifacts } from "./artifacts.ts";
import { decideFile, filterNotes, pathFilter, type DiscoverySettings, type Skipped } from "./path-filter.ts";
import { join, walk } from "./walk.ts";

/** A path and the source that claimed it. */
export interface ClaimedTarget {
  readonly source: string;
  readonly path: string;
}

/** The targets that belong together: one folder's manifests and locks, one environment, one artifact or one SBOM. */
export interface ProjectTargets {
  /** In the tree's coordinates; "" for the root. */
  readonly root: string;
  readonly kind: "project" | "environment" | "sbom" | "artifact";
  readonly targets: readonly ClaimedTarget[];
}

export interface Discovery {
  /** Sorted by root. */
  readonly projects: readonly ProjectTargets[];
  /** Environments that were seen and not read. */
  readonly environments: readonly string[];
  /** Folders that were not entered and files that a source would have claimed, in the order of the walk. */
  readonly skipped: readonly Skipped[];
  /** Folders with wheels and the like that were seen and not read, and how many. */
  readonly artifacts: readonly (readonly [folder: string, count: number])[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

/** What to look through, and how. */
export interface DiscoveryRequest {
  readonly tree: FileTree;
  readonly start: string;
  readonly metas: readonly SourceMeta[];
  readonly settings: DiscoverySettings;
  /** A path as people see it. */
  readonly display: (path: string) => string;
}

/** What below the start can be audited, by names alone: of what is found no file is opened. */
export async function discover(request: DiscoveryRequest, progress: Progress): Promise<Discovery> {
  const { tree, start, metas, settings, display } = request;
  const filter = await pathFilter(tree, settings, display);
  const walked = await walk({ tree, start, filter, recurse: settings.recurse }, progress);
  const byRoot = new Map<string, ClaimedTarget[]>();
  const sboms: ProjectTargets[] = [];
  const artifacts: ClaimedTarget[] = [];
  const skipped = [...walked.skipped];
  for (const { path: folder, files, standing } of walked.folders) {
    for (const name of files) {
      const meta = metas.find((candidate) => candidate.claims({ name, folder }));
      if (meta === undefined || meta.role === "environment") continue;
      const path = join(folder, name);
      const reason = decideFile(path, standing, filter);
      if (reason !== null) {
        skipped.push(reason);
        continue;
      }
      if (meta.role === "sbom") {
        sboms.push({ root: path, kind: "sbom", targets: [{ source: meta.id, path }] });
        continue;
      }
      if (meta.role === "artifact") {
        artifacts.push({ source: meta.id, path });
        continue;
      }
      const root = projectRoot(folder, start);
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
  const { audited, mentioned } = sortArtifacts(artifacts, new Set(byRoot.keys()));
  const built = audited.map(([root, targets]) => ({ root, kind: "artifact" as const, targets }));
  const { environments, gaps } = walked;
  return {
    projects: [...sorted, ...built],
    environments,
    artifacts: mentioned,
    skipped,
    gaps,
    notes: filterNotes(filter),
  };
}

/** A folder called `requirements` holds the requirements of the folder above it. */
function projectRoot(folder: string, start: string): string {
  if (folder === start || !/(?:^|\/)requirements$/.test(folder)) return folder;
  return folderOf(folder);
}

function byPath(a: ClaimedTarget, b: ClaimedTarget): number {
  return a.path < b.path ? -1 : 1;
}
