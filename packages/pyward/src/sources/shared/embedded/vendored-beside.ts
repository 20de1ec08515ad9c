import type { FileTree } from "../../../host/index.ts";
import { joinPath } from "../../../model/index.ts";
import type { PackageName } from "../../../python/index.ts";

/** Where a release without a RECORD (a system's own package, an egg) keeps copies, if it does. */
const FOLDERS = ["_vendor", "_vendored", "vendor", "vendored"];
const MAX_FILES = 20_000;
const MAX_DEPTH = 6;

/** The files of the vendor folders of a package, found by its name. */
export async function vendoredBeside(
  tree: FileTree,
  site: string,
  name: PackageName,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const folder of FOLDERS) {
    const path = joinPath(site, `${name.replaceAll("-", "_")}/${folder}`);
    await addFiles({ tree, files }, path, 0);
  }
  return files.toSorted();
}

interface Walk {
  readonly tree: FileTree;
  readonly files: string[];
}

async function addFiles(walk: Walk, folder: string, depth: number): Promise<void> {
  const listed = await walk.tree.list(folder);
  if (listed.kind !== "directory") return;
  for (const { name, kind, isLink } of listed.entries) {
    if (walk.files.length >= MAX_FILES) return;
    const path = joinPath(folder, name);
    if (kind === "directory" && !isLink && depth < MAX_DEPTH) await addFiles(walk, path, depth + 1);
    else if (kind === "file") walk.files.push(path);
  }
}
