import type { Entry, FileTree } from "../../../host/index.ts";
import { joinPath, fileOrigin, makeGap, type Gap } from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import { readDistribution, type Distribution } from "./distribution.ts";
import { parseEntryName } from "./entry-name.ts";
import { parseEggLink, resolveInTree } from "./path-file.ts";

/** A folder that a `.pth` file adds to the module path. */
interface Added {
  readonly path: string;
  readonly distributions: readonly Distribution[];
}

/** What one site directory holds. */
export interface Site {
  /** Sorted by the names of their entries. */
  readonly distributions: readonly Distribution[];
  /** Folders that `.pth` files add: on the module path behind it, in this order. */
  readonly added: readonly Added[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

/** Collects what is found on the way through a site directory. */
export interface SiteBuilder {
  readonly tree: FileTree;
  /** An absolute path lies in the tree. */
  readonly isWholeSystem: boolean;
  readonly distributions: Distribution[];
  readonly added: Added[];
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
  if (site.visited.has(path)) return;
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

/** A development install of setuptools: the folder that it names is somebody's working tree, and mostly outside. */
async function readEggLink(site: SiteBuilder, path: string, entry: string): Promise<void> {
  const named = parseEntryName(entry);
  if (named === null) return;
  const read = await site.tree.read(path, LINK_LIMIT);
  const folder = read.kind === "file" ? parseEggLink(new TextDecoder().decode(read.bytes)) : null;
  if (folder !== null) site.ownFolders.push(folder);
  const name = normalizeName(named.name);
  const directUrl = { source: { type: "path", url: null }, isEditable: true, hashes: [], folder } as const;
  const inTree = folder === null ? null : await distributionIn(site, folder, name);
  site.distributions.push(
    inTree === null
      ? {
          name,
          version: null,
          origin: fileOrigin(path),
          requirements: [],
          isRequested: false,
          installer: null,
          directUrl,
          isEditable: true,
        }
      : { ...inTree, directUrl, isEditable: true },
  );
}

/** What the egg-info in a working tree inside the environment says (`pip install -e git+…` puts it in `src/`). */
async function distributionIn(site: SiteBuilder, folder: string, name: string): Promise<Distribution | null> {
  const inside = resolveInTree(site, "", folder);
  const listed = inside === null ? null : await site.tree.list(inside);
  if (inside === null || listed?.kind !== "directory") return null;
  for (const entry of listed.entries.slice(0, MAX_ENTRIES)) {
    if (!/\.egg-info$/i.test(entry.name)) continue;
    const path = joinPath(inside, entry.name);
    const { distribution } = await readDistribution(site.tree, path, entry.name);
    if (distribution?.name !== name) continue;
    site.visited.add(path);
    return distribution;
  }
  return null;
}
