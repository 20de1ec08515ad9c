import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, posix, win32 } from "node:path";
import type { KeptBytes } from "../kept-bytes.ts";
import { makeFolder } from "./make-folder.ts";
import { writeAtomically } from "./write-atomically.ts";

/**
 * Where pyward keeps what it can fetch again: `PYWARD_CACHE`, else the system's place for that (XDG Base Directory Specification, a relative
 * `XDG_CACHE_HOME` is ignored; `~/Library/Caches`; `%LOCALAPPDATA%`). Null where the environment names no home.
 */
export function userCacheDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | null {
  const { PYWARD_CACHE: own, HOME: home, XDG_CACHE_HOME: cache, LOCALAPPDATA: local } = environment;
  if (own) return own;
  if (platform === "win32") return local ? win32.join(local, "pyward", "Cache") : null;
  if (platform === "darwin") return home ? posix.join(home, "Library", "Caches", "pyward") : null;
  if (cache && posix.isAbsolute(cache)) return posix.join(cache, "pyward");
  return home ? posix.join(home, ".cache", "pyward") : null;
}

const MOST_BYTES = 512 * 1024 * 1024;
const MOST_FILES = 20_000;

/** Files below a folder of the user's, readable by nobody else, each written in one step. The oldest go where they become too many. */
export function cacheDirectory(folder: string): KeptBytes {
  const pathOf = (key: string): string => join(folder, createHash("sha256").update(key).digest("hex"));
  let isTidy = false;
  return {
    get(key) {
      try {
        return readFileSync(pathOf(key));
      } catch {
        return null;
      }
    },
    put(key, bytes) {
      try {
        makeFolder(folder);
        if (!isTidy) tidy(folder);
        isTidy = true;
        writeAtomically(pathOf(key), bytes);
      } catch {
        // A full or read-only disk: the next run fetches again.
      }
    },
  };
}

function tidy(folder: string): void {
  const files = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const status = /^[0-9a-f]{64}$/.test(name) ? statSync(path, { throwIfNoEntry: false }) : undefined;
    return status?.isFile() === true ? [{ path, size: status.size, time: status.mtimeMs }] : [];
  });
  let [size, count] = [files.reduce((sum, file) => sum + file.size, 0), files.length];
  for (const file of files.toSorted((a, b) => a.time - b.time)) {
    if (size <= MOST_BYTES && count <= MOST_FILES) return;
    rmSync(file.path, { force: true });
    size -= file.size;
    count -= 1;
  }
}
