import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import { overlayIndex } from "./advisory-index/overlay.ts";
import { compileDatabase } from "./compile-database.ts";
import type { FileTree } from "./host/index.ts";
import { PywardError } from "./model/index.ts";

/** Where a team keeps its own advisories. */
export interface OwnAdvisories {
  readonly tree: FileTree;
  readonly path: string;
  /** What their records are said to be from. */
  readonly feed: string;
  /** As it was named. */
  readonly title: string;
}

/**
 * The database with a team's own advisories besides. Where there is no database there is still none: the own ones alone would
 * call clean what only the public ones know. Throws PywardError `bad-database` where a place holds no advisory for PyPI or
 * a record there cannot be read: a team mends its own.
 */
export async function addAdvisories(
  database: OpenedDatabase,
  places: readonly OwnAdvisories[],
  now: Date,
): Promise<OpenedDatabase> {
  if (database.index === null) return database;
  let { index } = database;
  for (const place of places) {
    const { bytes, info } = await compileOwn(place, now);
    const [bad] = info.malformed;
    if (bad !== undefined)
      throw new PywardError("bad-database", `the advisory ${bad.id} of ${place.title}: ${bad.reason}`);
    index = overlayIndex(index, { index: openIndex(memorySource(bytes)), feed: place.feed });
  }
  return { ...database, index };
}

async function compileOwn(place: OwnAdvisories, now: Date) {
  try {
    return await compileDatabase(place, { now });
  } catch (cause) {
    if (!(cause instanceof PywardError)) throw cause;
    throw new PywardError(cause.code, `${place.title}: ${cause.message}`, {
      hint: "--advisories takes OSV records in JSON or YAML: a file, a folder or a zip",
      cause,
    });
  }
}
