import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Io } from "./io.ts";
import { storedPath } from "./open-database.ts";

/** What a private feed may be called: it is the name of its file, and stands in findings. */
export const FEED_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Where `pyward db update` stores private feeds: beside the database. Null where the environment names no home. */
export function feedsFolder(io: Io): string | null {
  const stored = storedPath(io);
  return stored === null ? null : join(dirname(stored), "feeds");
}

/** The private feeds that are stored, by name. */
export function storedFeeds(io: Io): readonly { readonly feed: string; readonly path: string }[] {
  const folder = feedsFolder(io);
  if (folder === null || !existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const feed = name.endsWith(".json") ? name.slice(0, -".json".length) : "";
      return FEED_NAME.test(feed) ? [{ feed, path: join(folder, name) }] : [];
    })
    .toSorted((a, b) => (a.feed < b.feed ? -1 : 1));
}
