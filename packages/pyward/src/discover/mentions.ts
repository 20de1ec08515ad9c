import { folderOf } from "../model/index.ts";

/**
 * Files that only mention installations, by the folder of the project that they belong to: the nearest one around them;
 * where none is, the outermost folder that holds such a file. A folder full of notebooks is one project.
 */
export function attachMentions<T extends { readonly path: string }>(
  mentions: readonly T[],
  projectRoots: ReadonlySet<string>,
): ReadonlyMap<string, readonly T[]> {
  const folders = new Set(mentions.map(({ path }) => folderOf(path)));
  const homes = new Map<string, string>();
  return Map.groupBy(mentions, ({ path }) => {
    const folder = folderOf(path);
    const home = homes.get(folder) ?? homeOf(folder, projectRoots, folders);
    homes.set(folder, home);
    return home;
  });
}

function homeOf(folder: string, roots: ReadonlySet<string>, folders: ReadonlySet<string>): string {
  let outermost = folder;
  for (let at = folder; ; at = folderOf(at)) {
    if (roots.has(at)) return at;
    if (folders.has(at)) outermost = at;
    if (at === "") return outermost;
  }
}
