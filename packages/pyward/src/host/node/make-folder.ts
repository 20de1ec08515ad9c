import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, for its user alone, and those above it that are missing. Throws the system's error. Not Node's own `recursive`, which
 * never returns where the system says that a parent is missing and does not let it be made (`/proc/x/y`).
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(path)) throw error; // else another process was quicker
  }
}
