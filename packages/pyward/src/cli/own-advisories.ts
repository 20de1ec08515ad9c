import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import type { Io } from "./io.ts";
import { placeOf } from "./open-database.ts";

/** A database with the advisories of `--advisories` besides. Loaded where somebody has any. */
export async function withOwn(
  database: OpenedDatabase,
  places: readonly string[],
  io: Io,
): Promise<OpenedDatabase> {
  const { addAdvisories } = await import("../add-advisories.ts");
  const named = places.map((title) => {
    const [, feed = "private", path = title] = /^([A-Za-z0-9][\w.-]*)=([^]+)$/.exec(title) ?? [];
    return { ...placeOf(path, io, "advisory"), feed, title: path };
  });
  return addAdvisories(database, named, io.now());
}
