import type { OwnAdvisories, OwnDatabase } from "../add-advisories.ts";
import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import type { Io } from "./io.ts";
import { placeOf } from "./open-database.ts";
import { storedFeeds } from "./stored-feeds.ts";

export interface OwnOption {
  /** `[NAME=]PATH` each. */
  readonly advisories: readonly string[];
  /** What the configuration of a repository brings. */
  readonly brought?: readonly OwnAdvisories[];
}

/** With the private feeds that are stored, unless the database is one that was named. What reads them is loaded where somebody has any. Throws PywardError `missing-path` and `bad-database`. */
export async function withOwn(
  database: OpenedDatabase,
  { advisories: places, brought = [] }: OwnOption,
  io: Io,
): Promise<OwnDatabase> {
  const isNamed = database.index === null || database.origin === "file";
  const feeds = isNamed ? [] : storedFeeds(io);
  if (places.length + feeds.length + brought.length === 0) return { database, notes: [] };
  const { addAdvisories } = await import("../add-advisories.ts");
  const stored = feeds.map(({ feed, path }) => ({
    ...placeOf(path, io, "advisory"),
    feed,
    title: `the stored feed ${feed}`,
  }));
  const named = places.map((title) => {
    const [, feed = "private", path = title] = /^([A-Za-z0-9][\w.-]*)=([^]+)$/.exec(title) ?? [];
    return { ...placeOf(path, io, "advisory"), feed, title: path };
  });
  return addAdvisories(database, [...stored, ...named, ...brought], io.now());
}
