import { realpathSync } from "node:fs";

/** An absolute path with all of its links followed; null where it does not exist. For paths that the user gave. */
export function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}
