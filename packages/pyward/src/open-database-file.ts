import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { HEADER_SIZE, hasMagic } from "./advisory-index/store/layout.ts";
import type { ByteSource, FileTree } from "./host/index.ts";
import { compileDatabase } from "./compile-database.ts";

/** A path that a user named as a database. */
export interface DatabasePlace {
  /** The tree that holds it, and its path there. */
  readonly tree: FileTree;
  readonly path: string;
  /** Opens the file at the path; throws the system's error where it cannot. Not called for a directory. */
  readonly openBytes: () => ByteSource;
}

/**
 * Opens what `--database PATH` names: a built database, or records (an OSV zip, a directory, a file), which are compiled
 * in memory. Throws PywardError `missing-path` where there is nothing, `bad-database` where it cannot be used.
 */
export async function openDatabaseFile(place: DatabasePlace, now: Date): Promise<AdvisoryIndex> {
  const source = await openBuilt(place);
  if (source !== null) return openIndex(source);
  const { memorySource } = await import("./advisory-index/memory-source.ts");
  const { bytes } = await compileDatabase(place, { now });
  return openIndex(memorySource(bytes));
}

/** The open file where it is a built database; null where it is anything else. */
export async function openBuilt(place: DatabasePlace): Promise<ByteSource | null> {
  const found = await place.tree.stat(place.path);
  if (found.kind !== "found" || found.entry !== "file" || found.size < HEADER_SIZE) return null;
  const source = place.openBytes();
  if (hasMagic(source.read(0, HEADER_SIZE))) return source;
  source.close();
  return null;
}
