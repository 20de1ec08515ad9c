import type { Entry, FileTree } from "../../host/index.ts";
import { fileOrigin, makeGap, type Gap } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { readDistribution, type Distribution } from "./distribution.ts";
import { parseEntryName } from "./entry-name.ts";
import { joinPath, parseEggLink } from "./path-file.ts";

/** What one site directory holds. */
export interface Site {
  /** Sorted by the names of their entries. */
  readonly distributions: readonly Distribution[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

/** Collects what is found on the way through a site directory. */
export interface SiteBuilder {
  readonly tree: FileTree;
  /** An absolute path lies in the tree. */
  readonly isWholeSystem: boolean;
  readonly distributions: Distribution[];
  readonly gaps: Gap[];
  readonly notes: string[];
  /** Folders and archives that were read, so that nothing is read twice. */
  readonly visited: Set<string>;
  /** Absolute folders of development installs: somebody's own code. */
  readonly ownFolders: string[];
}

/** More than any environment has; a folder with more is cut, and says so. */
const MAX_ENTRIES = 100_000;
const LINK_LIMIT = 64 * 1024;

/** The distributions that a folder on the module path holds. Returns its entries; none where it was read before. */
export async function readEntries(site: SiteBuilder, folder: string): Promise<readonly Entry[]> {
  if (site.visited.has(folder)) return [];
  site.visited.add(folder);
  const listed = await site.tree.list(folder);
  if (listed.kind !== "directory") {
    const reason = listed.kind === "unreadable" ? listed.reason : listed.kind;
    site.gaps.push(
      makeGap({
        code: "unreadable",
        reason: `the folder cannot be listed (${reason})`,
        origin: fileOrigin(folder),
      }),
    );
    return [];
  }
  if (listed.entries.length > MAX_ENTRIES) {
    const reason = `more than ${MAX_ENTRIES} entries: the rest was not looked at`;
    site.gaps.push(makeGap({ code: "limit-exceeded", reason, origin: fileOrigin(folder) }));
  }
  const entries = listed.entries.slice(0, MAX_ENTRIES);
  for (const entry of entries) await readEntry(site, folder, entry);
  return entries;
}

async function readEntry(site: SiteBuilder, folder: string, { name, kind }: Entry): Promise<void> {
  const extension = /\.(dist-info|egg-info|egg|egg-link)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return;
  const path = joinPath(folder, name);
  if (name.startsWith("~")) {
    site.notes.push(`${path}: left behind by an interrupted pip, not installed`);
  } else if (extension === "egg-link") {
    await readEggLink(site, path, name);
  } else if (extension !== "egg") {
    await addDistribution(site, path, name);
  } else if (kind === "directory") {
    await addDistribution(site, joinPath(path, "EGG-INFO"), name);
    site.visited.add(path);
  }
}

/** `entry` is the name that stands for the distribution in the site directory. */
export async function addDistribution(site: SiteBuilder, path: string, entry: string): Promise<void> {
  const { distribution, gap, notes } = await readDistribution(site.tree, path, entry);
  site.notes.push(...notes);
  if (gap !== null) site.gaps.push(gap);
  if (distribution === null) return;
  site.distributions.push(distribution);
  const folder = distribution.directUrl?.folder ?? null;
  if (distribution.isEditable && folder !== null) site.ownFolders.push(folder);
}

/** A development install of setuptools: the folder that it names is somebody's working tree, and outside. */
async function readEggLink(site: SiteBuilder, path: string, entry: string): Promise<void> {
  const named = parseEntryName(entry);
  if (named === null) return;
  const read = await site.tree.read(path, LINK_LIMIT);
  const folder = read.kind === "file" ? parseEggLink(new TextDecoder().decode(read.bytes)) : null;
  if (folder !== null) site.ownFolders.push(folder);
  site.distributions.push({
    name: normalizeName(named.name),
    version: named.version,
    origin: fileOrigin(path),
    requirements: [],
    isRequested: false,
    installer: null,
    directUrl: { source: { type: "path", url: null }, isEditable: true, hashes: [], folder },
    isEditable: true,
  });
}
