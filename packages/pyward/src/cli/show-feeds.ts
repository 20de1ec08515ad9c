import { readFileSync } from "node:fs";
import type { DatabaseInfo, FeedState } from "../model/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { StoredFeed } from "../pull-private.ts";
import type { Io } from "./io.ts";
import { storedFeeds } from "./stored-feeds.ts";

/** A supplier with the records that are stored of it; null: it has none, but signals. */
export type KnownFeed = FeedState & { readonly records: number | null };

/** Where a database was updated from: the address has no login and no query. */
export function feedText(state: KnownFeed, signals: DatabaseInfo["signals"]): string {
  const { feed, url, lastUpdate, lastReconcile, records } = state;
  const signal = feed === "kev" || feed === "epss" ? signals[feed] : null;
  const what = signal === null ? `${records ?? 0} records` : `${signal.entries} CVEs, of ${signal.date}`;
  const whole = signal === null ? `, compared as a whole ${lastReconcile}` : "";
  return `  ${neutralise(feed)}: ${what}, updated ${lastUpdate}${whole}\n    ${neutralise(url)}\n`;
}

/** A private feed beside the database. */
interface CheckedFeed {
  readonly feed: string;
  readonly path: string;
  readonly stored: StoredFeed | null;
  /** Null: whole. */
  readonly damage: string | null;
}

export async function checkStoredFeeds(io: Io): Promise<readonly CheckedFeed[]> {
  const feeds = storedFeeds(io);
  if (feeds.length === 0) return [];
  const { readStoredFeed } = await import("../pull-private.ts");
  return feeds.map(({ feed, path }) => {
    const stored = readStoredFeed(readFileSync(path));
    return { feed, path, stored, damage: stored === null ? "it is not what was stored" : null };
  });
}

export function storedFeedText({ feed, path, stored, damage }: CheckedFeed): string {
  const name = `private feed ${neutralise(feed)}`;
  if (stored === null) return `${name}: DAMAGED: ${damage}\n  ${neutralise(path)}\n`;
  const { state, records, patches } = stored;
  const also = patches === 0 ? "" : `, ${patches} ${patches === 1 ? "file" : "files"} of patches`;
  return `${name}: ${records} records${also}, updated ${state.lastUpdate}\n  ${neutralise(state.url)}\n  ${neutralise(path)}\n`;
}
