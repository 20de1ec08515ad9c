import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import { recordsSection } from "./advisory-index/store/open-index.ts";
import { FEEDS } from "./feeds/registry.ts";
import type { Feed } from "./feeds/shared/feed.ts";
import { PywardError } from "./model/index.ts";
import { pullSignals } from "./pull-signals.ts";
import { syncRecords, syncSignals } from "./sync-records.ts";
import type { SyncOptions, SyncResult } from "./sync-request.ts";

/** The feeds that `pyward db update` asks unless the user says otherwise, in the order in which it tells of them. */
export function usualFeeds(): Promise<readonly Feed[]> {
  const order = ["osv-bulk", "kev", "epss"];
  const entries = FEEDS.toSorted((a, b) => order.indexOf(a.meta.id) - order.indexOf(b.meta.id));
  return Promise.all(entries.map((entry) => entry.load()));
}

const NOTHING = new Uint8Array(0);

/**
 * Brings the stored database up to its suppliers. Nothing is written until the new one has been read back and found whole. A supplier that fails costs only
 * itself where something is stored. Throws PywardError `cannot-fetch` where nothing is, `bad-database`, and what `write` throws; the old database is then as it was.
 */
export async function syncAdvisories(options: SyncOptions): Promise<SyncResult> {
  const { advisories, stored } = options;
  const store = stored === null ? openRecords(memorySource(NOTHING)) : openRecords(recordsSection(stored));
  const held = stored === null ? null : openIndex(stored);
  const { signals: embedded } = options.known?.info ?? { signals: null };
  const before = {
    kev: held?.info.signals.kev ?? embedded?.kev ?? null,
    epss: held?.info.signals.epss ?? embedded?.epss ?? null,
  };
  const outcomes = await pullSignals(options.signals, { ...options, store, before });
  const signals = outcomes.filter((one) => one.kind !== "failed");
  const failed = outcomes.filter((one) => one.kind === "failed");
  const run = { options, store, held, signals };
  if (advisories === null) return { ...(await syncSignals(run)), failed };
  try {
    return { ...(await syncRecords(run, advisories)), failed };
  } catch (error) {
    if (!(error instanceof PywardError) || error.code !== "cannot-fetch" || stored === null) throw error;
    const { meta } = advisories.feed;
    const storedOf =
      store.feeds.find(({ feed }) => feed === meta.id)?.lastUpdate ?? held?.info.modified ?? null;
    const { host } = advisories.url;
    const all = [{ kind: "failed", feed: meta.id, host, error, storedOf } as const, ...failed];
    return { ...(await syncSignals(run)), failed: all };
  }
}
