import {
  baseName,
  fileOrigin,
  insideArchive,
  joinPath,
  makeGap,
  type GapCode,
  makeInventory,
  type Origin,
} from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import { placedIn } from "../archive/archive.ts";
import { openZipFile } from "../archive/open-zip.ts";
import { readDistribution } from "./distribution.ts";
import { parseEntryName } from "./entry-name.ts";
import { parsePathFile, resolveInTree, type PathLine } from "./path-file.ts";
import { addDistribution, readEntries, type SiteBuilder } from "./site-entries.ts";

const PATH_FILE_LIMIT = 1024 * 1024;

/** Start-up code that comes with the usual tools; that of others is worth a word. */
const USUAL_CODE = /^(?:__editable__.*|distutils-precedence|_virtualenv|.*-nspkg)\.pth$/i;

/** Follows what the `.pth` files of a site directory add to the module path, inside the tree only. */
export async function readPathFiles(
  site: SiteBuilder,
  folder: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const path = joinPath(folder, name);
    const read = await site.tree.read(path, PATH_FILE_LIMIT);
    if (read.kind !== "file") {
      addGap(site, "unreadable", fileOrigin(path), "what it adds to the module path cannot be read");
      continue;
    }
    const { lines, hasCode } = parsePathFile(new TextDecoder().decode(read.bytes));
    if (hasCode && !USUAL_CODE.test(name)) {
      site.notes.push(`${path}: has code that Python runs whenever it starts; it was read, not run`);
    }
    for (const line of lines) await addPath(site, folder, path, line);
  }
}

async function addPath(
  site: SiteBuilder,
  folder: string,
  pathFile: string,
  { path, line }: PathLine,
): Promise<void> {
  const inside = resolveInTree(site, folder, path);
  const found = inside === null ? null : await site.tree.stat(inside);
  if (inside === null || found === null || found.kind === "outside-root") {
    if (isOwn(site, pathFile, path)) return;
    const reason = "it adds a folder outside of the environment to the module path, which was not read";
    addGap(site, "outside-root", { ...fileOrigin(pathFile), line, column: 1 }, reason);
  } else if (found.kind === "found" && !site.visited.has(inside)) {
    if (found.entry === "directory") await addFolder(site, inside);
    else if (found.entry === "file") await addArchive(site, inside);
  }
}

async function addFolder(site: SiteBuilder, folder: string): Promise<void> {
  const name = baseName(folder);
  if (!/\.egg$/i.test(name)) {
    const added: SiteBuilder = { ...site, distributions: [] };
    await readEntries(added, folder);
    site.added.push({ path: folder, distributions: added.distributions });
    return;
  }
  site.visited.add(folder);
  await addDistribution(site, joinPath(folder, "EGG-INFO"), name);
}

/** A zipped egg (or another archive) that Python imports from: its metadata says what it is, else its own name. */
async function addArchive(site: SiteBuilder, path: string): Promise<void> {
  site.visited.add(path);
  const entry = baseName(path);
  if (/\.(?:egg|whl)$/i.test(entry) && (await addZipped(site, path, entry))) return;
  const named = /\.(?:egg|whl)$/i.test(entry) ? parseEntryName(entry) : null;
  if (named === null || named.version === null) {
    const reason = "it is an archive on the module path, and archives in environments are not read";
    addGap(site, "unsupported-format", fileOrigin(path), reason);
    return;
  }
  site.notes.push(`${path}: an archive, taken for ${named.name} ${named.version} by its name`);
  site.distributions.push({
    name: normalizeName(named.name),
    version: named.version,
    origin: fileOrigin(path),
    requirements: [],
    isRequested: false,
    installer: null,
    directUrl: null,
    isEditable: false,
  });
}

/** Whether it could be read. */
async function addZipped(site: SiteBuilder, path: string, entry: string): Promise<boolean> {
  const opened = await openZipFile(site.tree, path);
  if (opened.kind === "gap") return false;
  const { tree, files, gaps } = opened.archive;
  const info = files.map((file) => /^(EGG-INFO|[^/]+\.dist-info)\//.exec(file)?.[1]).find(Boolean);
  if (info === undefined) return false;
  const { distribution, gap, notes } = await readDistribution(tree, info, entry);
  const inside = { ...NOTHING, gaps: gap === null ? gaps : [...gaps, gap] };
  site.gaps.push(...placedIn(path, inside).gaps);
  site.notes.push(...notes);
  if (distribution === null) return false;
  const origin = { ...distribution.origin, path: insideArchive(path, distribution.origin.path) };
  site.distributions.push({ ...distribution, origin });
  return true;
}

const NOTHING = makeInventory({});

/** Whether an absolute path is the working tree of a development install, or lies in it. */
function isOwn(site: SiteBuilder, pathFile: string, path: string): boolean {
  if (baseName(pathFile).startsWith("__editable__")) return true;
  const asked = comparable(path);
  return site.ownFolders.some((folder) => asked.startsWith(comparable(folder)));
}

function comparable(path: string): string {
  return `${path.replaceAll("\\", "/").replace(/\/$/, "")}/`;
}

function addGap(site: SiteBuilder, code: GapCode, origin: Origin, reason: string): void {
  site.gaps.push(makeGap({ code, reason, origin }));
}
