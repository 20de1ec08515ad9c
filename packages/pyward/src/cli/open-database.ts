import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import type { ByteSource } from "../host/index.ts";
import { nodeTree, openByteSource, realPath, userDataDirectory } from "../host/node/index.ts";
import { PywardError } from "../model/index.ts";
import type { DatabasePlace } from "../open-database-file.ts";
import { openNewest } from "../open-newest.ts";
import { carriedFile, openCarried } from "./carried.ts";
import type { Io } from "./io.ts";

const SNAPSHOT = "snapshot.pyward";

/** The database of `--database PATH`, else the newer of the stored and the embedded one. */
export async function openDatabase(path: string | null, io: Io, now: Date): Promise<OpenedDatabase> {
  if (path !== null) return openNamed(path, io, now);
  return openNewest(openEmbedded, () => {
    const stored = storedPath(io);
    return stored === null || !existsSync(stored) ? null : openDatabaseBytes(stored);
  });
}

/** What is missing or cannot be used is reported like any other missing data: never as "nothing found". */
async function openNamed(path: string, io: Io, now: Date): Promise<OpenedDatabase> {
  const { openDatabaseFile } = await import("../open-database-file.ts");
  try {
    const named = placeOf(path, io);
    const place = named.path === "" ? await inRepository(named, path, io) : named;
    return { index: await openDatabaseFile(place, now), origin: "file" };
  } catch (error) {
    if (!(error instanceof PywardError)) throw error;
    const remedy =
      "leave --database out to use the embedded one, or name an OSV zip or a folder of OSV records";
    return { index: null, reason: `${path} cannot be used as a database (${error.message}): ${remedy}` };
  }
}

/** Loaded for a folder alone: a built database is opened without it. */
async function inRepository(place: DatabasePlace, path: string, io: Io): Promise<DatabasePlace> {
  const { placeOfRecords } = await import("./records-place.ts");
  return placeOfRecords(place, path, io);
}

/** A user's path as the use-cases take it: its folder as a tree. Throws PywardError `missing-path`. */
export function placeOf(path: string, io: Io, what = "database"): DatabasePlace {
  const absolute = resolve(io.cwd, path);
  if (!existsSync(absolute)) throw new PywardError("missing-path", `there is no ${what} at ${path}`);
  // The user may name it through a link; what it holds may not lead out of it.
  const real = realpathSync(absolute);
  const openBytes = (): ByteSource => openDatabaseBytes(real);
  if (statSync(real).isDirectory()) return { tree: nodeTree(real), path: "", openBytes };
  return { tree: nodeTree(dirname(real)), path: basename(real), openBytes };
}

/**
 * The snapshot of @pyward/advisories that this pyward was installed with; null where that package is missing. Node's own search
 * reads package.json files and their exports, which costs an ordinary audit two milliseconds: it is asked where
 * looking up the folders of modules, as it does, finds nothing (Yarn's Plug'n'Play has none).
 */
function embeddedPath(): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, "node_modules", "@pyward", "advisories", SNAPSHOT);
    if (existsSync(path)) return realPath(path);
    if (folder === dirname(folder)) return resolvedByNode();
  }
}

function resolvedByNode(): string | null {
  try {
    const found = import.meta.resolve("@pyward/advisories/snapshot");
    // The bundle is CommonJS and resolves to a path at once (tools/build/bundle.ts).
    return found.startsWith("file:") ? fileURLToPath(found) : found;
  } catch {
    return besideThePackage();
  }
}

/** In a release's checkout, as the GitHub Action has it, nothing is installed: the data lies beside this package. */
function besideThePackage(): string | null {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "advisories", SNAPSHOT);
    if (basename(folder) === "packages" && existsSync(path)) return realPath(path);
  }
  return null;
}

/** Where that is, for people. */
export function embeddedPlace(): string {
  if (carriedFile(SNAPSHOT) !== null) return "inside the program";
  return embeddedPath() ?? "@pyward/advisories";
}

/** Throws PywardError `bad-database` where it is missing or cannot be opened. */
export function openEmbedded(): ByteSource {
  const carried = openCarried(SNAPSHOT);
  if (carried !== null) return carried;
  const path = embeddedPath();
  if (path === null) throw new PywardError("bad-database", "the package @pyward/advisories is missing");
  return openDatabaseBytes(path);
}

/** Throws PywardError `bad-database` where the system does not open it. */
export function openDatabaseBytes(path: string): ByteSource {
  try {
    return openByteSource(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no code";
    throw new PywardError("bad-database", REASONS[code] ?? `it cannot be opened: ${code}`, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "the file is missing",
  EINVAL: "it is no file",
};

/** Where `pyward db import` stores its database; null where the environment names no home. */
export function storedPath(io: Io): string | null {
  const folder = userDataDirectory(io.environment, io.platform);
  return folder === null ? null : join(folder, "advisories.pyward");
}
