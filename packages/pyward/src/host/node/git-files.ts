import type { GitFiles } from "../git-files.ts";
import { nodeDirectory } from "./file-tree.ts";

/** What of a git directory holds objects and names. All else, `config` and hooks before all, does not exist here. */
const OF_REPOSITORY =
  /^(?:(?:[A-Z]+_)*HEAD|packed-refs|refs|reftable|shallow|objects|commondir|gitdir)(?:\/|$)/;
/** The same for a directory of objects that is borrowed from. */
const OF_OBJECTS = /^(?:pack|info|[0-9a-f]{2})(?:\/|$)/;

/** A git directory at an absolute path. Links are followed inside, to what may be read. */
export function gitDirectory(path: string): GitFiles {
  return filesOf(path, OF_REPOSITORY);
}

/** A directory of objects at an absolute path. */
export function objectDirectory(path: string): GitFiles {
  return filesOf(path, OF_OBJECTS);
}

function filesOf(root: string, allowed: RegExp): GitFiles {
  const directory = nodeDirectory(root);
  const follow: typeof directory.follow = (path) => {
    if (!allowed.test(path)) return { kind: "missing" };
    const found = directory.follow(path);
    return found.kind === "found" && !allowed.test(found.path) ? { kind: "missing" } : found;
  };
  return {
    read: (path, limit) => directory.read(follow(path), limit),
    list: (path) => directory.list(follow(path)),
    open: (path) => {
      const found = follow(path);
      if (found.kind !== "found" || found.entry !== "file") return null;
      try {
        return directory.open(found);
      } catch {
        return null;
      }
    },
  };
}
