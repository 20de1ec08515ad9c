import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { findRepository } from "../host/node/index.ts";
import type { DatabasePlace } from "../open-database-file.ts";
import type { Io } from "./io.ts";

/** A place that the user named by `path`: of a bare clone the files of HEAD, which are read without git. */
export async function placeOfRecords(place: DatabasePlace, path: string, io: Io): Promise<DatabasePlace> {
  const real = place.path === "" ? realpathSync(resolve(io.cwd, path)) : null;
  if (real === null || !existsSync(join(real, "HEAD")) || !existsSync(join(real, "objects"))) return place;
  const found = findRepository(real, { limit: null, isHere: false });
  if (found.kind !== "repository" || !found.isBare) return place;
  const { openRevision } = await import("../open-revision.ts");
  return { ...place, tree: openRevision("HEAD", found.files).tree };
}
