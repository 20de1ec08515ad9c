import type { FileTree } from "../../../host/index.ts";
import { folderOf } from "../../../model/index.ts";

const MAX_PARTS = 12;
const MAX_FOLDERS = 12;

/** Where a path that a command names may begin. */
export interface Beginnings {
  /** The likeliest first. */
  readonly folders: readonly string[];
  /** The first parts of a path may be those of another place, as in `/app/requirements.txt` of an image. */
  readonly isElsewhere: boolean;
}

/** The file of the tree that a command names, tried from each folder, whole and then without its first parts. */
export async function resolveNamed(
  tree: FileTree,
  path: string,
  { folders, isElsewhere }: Beginnings,
): Promise<string | null> {
  if (path === "" || path.includes("\0") || /^(?:~|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path)) return null;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length > MAX_PARTS) return null;
  const last = isElsewhere ? parts.length - 1 : 0;
  for (let from = 0; from <= last; from++) {
    if (parts[from] === ".." && from > 0) continue;
    for (const folder of folders.slice(0, MAX_FOLDERS)) {
      const candidate = join(folder, parts.slice(from));
      if (candidate === null) continue;
      const found = await tree.stat(candidate);
      if (found.kind === "found" && found.entry === "file") return candidate;
    }
  }
  return null;
}

/** Null: out of the tree. */
function join(folder: string, parts: readonly string[]): string | null {
  const joined = folder === "" ? [] : folder.split("/");
  for (const part of parts) {
    if (part !== "..") joined.push(part);
    else if (joined.pop() === undefined) return null;
  }
  return joined.join("/");
}

/** The folder and all above it, up to the root of the tree. */
export function foldersFrom(folder: string): readonly string[] {
  const folders = [folder];
  for (let at = folder; at !== ""; at = folderOf(at)) folders.push(folderOf(at));
  return folders;
}
