import type { FileTree, Progress } from "../host/index.ts";
import { folderOf, type Gap } from "../model/index.ts";
import type { SourceMeta } from "../sources/shared/source.ts";
import { sortArtifacts } from "./artifacts.ts";
import { attachMentions } from "./mentions.ts";
import {
  decideFile,
  filterNotes,
  pathFilter,
  type DiscoverySettings,
  type PathFilter,
  type Skipped,
} from "./path-filter.ts";
import { join, walk, type WalkedFolder } from "./walk.ts";

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
  /** Its files only mention installations: it may turn out to be none. */
  readonly mentionsOnly?: true;
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
  const { tree, start, settings, display } = request;
  const filter = await pathFilter(tree, settings, display);
  const walked = await walk({ tree, start, filter, recurse: settings.recurse }, progress);
  const { byRoot, mentions, sboms, artifacts, skipped } = claimFiles(walked.folders, request, filter);
  const roots = new Set(byRoot.keys());
  const projects = [...projectsOf(byRoot, attachMentions(mentions, roots)), ...sboms];
  const { audited, mentioned } = sortArtifacts(artifacts, roots);
  const built = audited.map(([root, targets]) => ({ root, kind: "artifact" as const, targets }));
  const { environments, gaps } = walked;
  return {
    projects: [...projects.toSorted((a, b) => (a.root < b.root ? -1 : 1)), ...built],
    environments,
    artifacts: mentioned,
    skipped: [...walked.skipped, ...skipped],
    gaps,
    notes: filterNotes(filter),
  };
}

interface ClaimedFiles {
  /** Manifests and locks, by the folder of their project. */
  readonly byRoot: ReadonlyMap<string, readonly ClaimedTarget[]>;
  readonly mentions: readonly ClaimedTarget[];
  readonly sboms: readonly ProjectTargets[];
  readonly artifacts: readonly ClaimedTarget[];
  readonly skipped: readonly Skipped[];
}

function claimFiles(
  folders: readonly WalkedFolder[],
  { metas, start }: DiscoveryRequest,
  filter: PathFilter,
): ClaimedFiles {
  const byRoot = new Map<string, ClaimedTarget[]>();
  const sboms: ProjectTargets[] = [];
  const artifacts: ClaimedTarget[] = [];
  const mentions: ClaimedTarget[] = [];
  const skipped: Skipped[] = [];
  for (const { path: folder, files, standing } of folders) {
    for (const name of files) {
      const meta = metas.find((candidate) => candidate.claims({ name, folder }));
      if (meta === undefined || meta.role === "environment") continue;
      const path = join(folder, name);
      const target = { source: meta.id, path };
      const reason = decideFile(path, standing, filter);
      if (reason !== null) skipped.push(reason);
      else if (meta.role === "sbom") sboms.push({ root: path, kind: "sbom", targets: [target] });
      else if (meta.role === "artifact") artifacts.push(target);
      else if (meta.role === "mention") mentions.push(target);
      else {
        const root = projectRoot(folder, start);
        const targets = byRoot.get(root);
        if (targets === undefined) byRoot.set(root, [target]);
        else targets.push(target);
      }
    }
  }
  return { byRoot, mentions, sboms, artifacts, skipped };
}

/** What is said weakly comes last, so that a place that says it firmly is named first. */
function projectsOf(
  byRoot: ClaimedFiles["byRoot"],
  mentions: ReadonlyMap<string, readonly ClaimedTarget[]>,
): readonly ProjectTargets[] {
  return [...new Set([...byRoot.keys(), ...mentions.keys()])].map((root) => {
    const targets = byRoot.get(root);
    const all = [...(targets ?? []).toSorted(byPath), ...(mentions.get(root) ?? []).toSorted(byPath)];
    const project = { root, kind: "project" as const, targets: all };
    return targets === undefined ? { ...project, mentionsOnly: true as const } : project;
  });
}

/** A folder called `requirements` holds the requirements of the folder above it. */
function projectRoot(folder: string, start: string): string {
  if (folder === start || !/(?:^|\/)requirements$/.test(folder)) return folder;
  return folderOf(folder);
}

function byPath(a: ClaimedTarget, b: ClaimedTarget): number {
  return a.path < b.path ? -1 : 1;
}
