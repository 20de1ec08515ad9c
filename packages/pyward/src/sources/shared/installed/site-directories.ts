import type { Entry, FileTree } from "../../../host/index.ts";
import { baseName, joinPath } from "../../../model/index.ts";

/** A folder of an interpreter's module path that holds installed distributions. */
export interface SiteDirectory {
  /** In the tree's coordinates. */
  readonly path: string;
  /** The series whose path it is on: `3.12`; `3` for what Debian shares among them; null where nothing says it. */
  readonly python: string | null;
}

/** Folders of an interpreter in a `lib`: `python3.12`, `python3.13t` (without the lock), `pypy3.10`, `graalpy24.1`. */
const INTERPRETER = /^(?:python|pypy|graalpy)(\d+(?:\.\d+)?)?t?$/;
const LIBRARY = /^lib(?:32|64)?$/i;
const PACKAGE_FOLDERS: readonly string[] = ["site-packages", "dist-packages"];

/** What of an environment's layout can be read. */
export interface Layout {
  /** In the order in which an interpreter searches them. */
  readonly directories: readonly SiteDirectory[];
  /** Links of the layout that lead out of the environment or nowhere. */
  readonly unread: readonly string[];
}

/**
 * The site directories of a prefix, a virtual environment (PEP 405), or a folder of packages itself
 * (`pip install --target`). Empty where `path` is none of these.
 *
 * Layouts: `lib/pythonX.Y/site-packages` and its `lib64` (sysconfig's posix_prefix), `Lib/site-packages` (nt), Debian's
 * `lib/python3/dist-packages` and `local/lib/pythonX.Y/dist-packages`, and `site-packages` in the prefix (old PyPy).
 */
export async function findSiteDirectories(tree: FileTree, path: string): Promise<Layout> {
  const entries = await entriesOf(tree, path);
  if (isSiteDirectory(path, entries))
    return { directories: [{ path, python: seriesOf(path, -2) }], unread: [] };
  const layouts = [await inLibraries(tree, path, entries), await inLibrary(tree, path, seriesOf(path, -1))];
  if (entries.some(({ name, kind }) => name === "local" && kind === "directory")) {
    const local = joinPath(path, "local");
    layouts.unshift(await inLibraries(tree, local, await entriesOf(tree, local)));
  }
  return together(layouts);
}

async function entriesOf(tree: FileTree, path: string): Promise<readonly Entry[]> {
  const listed = await tree.list(path);
  return listed.kind === "directory" ? listed.entries : [];
}

/** By its own name, or because it holds metadata of distributions. */
function isSiteDirectory(path: string, entries: readonly Entry[]): boolean {
  const name = baseName(path);
  return (
    PACKAGE_FOLDERS.includes(name) || entries.some((entry) => /\.(?:dist-info|egg-link)$/i.test(entry.name))
  );
}

function seriesOf(path: string, component: number): string | null {
  return INTERPRETER.exec(path.split("/").at(component) ?? "")?.[1] ?? null;
}

/** Below every `lib` and `lib64` of a prefix; one that is a link to the other is the same folder. */
async function inLibraries(tree: FileTree, prefix: string, entries: readonly Entry[]): Promise<Layout> {
  const libraries = entries.filter(
    ({ name, kind, isLink }) => LIBRARY.test(name) && (isLink || kind === "directory"),
  );
  const own = libraries.filter(({ isLink }) => !isLink);
  const layouts: Layout[] = [];
  // Where both are real, the platform's own (`lib64`) comes first (site.getsitepackages).
  for (const library of (own.length > 0 ? own : libraries).toReversed()) {
    const path = joinPath(prefix, library.name);
    layouts.push(
      library.kind === "directory" ? await inLibrary(tree, path, null) : { directories: [], unread: [path] },
    );
  }
  return together(layouts);
}

async function inLibrary(tree: FileTree, library: string, python: string | null): Promise<Layout> {
  const entries = await entriesOf(tree, library);
  const layouts = [packageFolders(library, entries, python)];
  for (const { name, kind, isLink } of entries) {
    const series = INTERPRETER.exec(name);
    if (series === null) continue;
    const folder = joinPath(library, name);
    if (kind === "directory")
      layouts.push(packageFolders(folder, await entriesOf(tree, folder), series[1] ?? null));
    else if (isLink) layouts.push({ directories: [], unread: [folder] });
  }
  return together(layouts);
}

function packageFolders(folder: string, entries: readonly Entry[], python: string | null): Layout {
  const found = entries.filter(({ name }) => PACKAGE_FOLDERS.includes(name)).toReversed();
  const pathsOf = (some: readonly Entry[]): readonly string[] =>
    some.map(({ name }) => joinPath(folder, name));
  return {
    directories: pathsOf(found.filter(({ kind }) => kind === "directory")).map((path) => ({ path, python })),
    unread: pathsOf(found.filter(({ kind, isLink }) => kind !== "directory" && isLink)),
  };
}

function together(layouts: readonly Layout[]): Layout {
  return {
    directories: layouts.flatMap(({ directories }) => directories),
    unread: layouts.flatMap(({ unread }) => unread),
  };
}
