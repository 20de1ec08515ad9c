import { decodeCatalogue, encodeCatalogue } from "./advisory-index/records/catalogues.ts";
import type { RecordStore, StoredRecord } from "./advisory-index/records/record-store.ts";
import type { SignalFeed } from "./feeds/shared/feed.ts";
import type { SignalRequest } from "./feeds/shared/pull.ts";
import {
  feedPlace,
  PywardError,
  timeText,
  type CatalogueKind,
  type DatabaseInfo,
  type FeedState,
  type SignalInfo,
} from "./model/index.ts";

/** A supplier of signals, and where it is asked. */
export interface AskedSignals extends Pick<SignalRequest, "url" | "authorization"> {
  readonly feed: SignalFeed;
}

/** What became of asking one supplier of signals. */
export type SignalOutcome =
  | {
      readonly kind: "taken";
      readonly state: FeedState;
      readonly info: SignalInfo;
      readonly catalogue: CatalogueKind;
      readonly record: StoredRecord;
    }
  | { readonly kind: "unchanged"; readonly state: FeedState; readonly info: SignalInfo }
  | FailedFeed;

/** What was asked for and could not be had, and of when what is used in its place is. */
export interface FailedFeed {
  readonly kind: "failed";
  readonly feed: string;
  /** With whom it was tried. */
  readonly host: string;
  readonly error: PywardError;
  /** A day or a moment; null: there is nothing of it. */
  readonly storedOf: string | null;
}

interface Asking extends Pick<SignalRequest, "http" | "now" | "progress"> {
  readonly store: RecordStore;
  /** Of which day the signals in use are. */
  readonly before: DatabaseInfo["signals"];
  readonly isForced: boolean;
}

/** Fewer CVEs than this share of the stored ones are a supplier's accident. */
const LEAST_LEFT = 0.99;

/** Asks all at once; one that fails, goes back in time or lost much costs only itself. */
export function pullSignals(
  asked: readonly AskedSignals[],
  asking: Asking,
): Promise<readonly SignalOutcome[]> {
  return Promise.all(asked.map((one) => pullOne(one, asking)));
}

async function pullOne(asked: AskedSignals, asking: Asking): Promise<SignalOutcome> {
  const { feed, url } = asked;
  try {
    return await taken(asked, asking);
  } catch (error) {
    if (!(error instanceof PywardError) || error.code !== "cannot-fetch") throw error;
    const storedOf = asking.before[feed.catalogue]?.date ?? null;
    return { kind: "failed", feed: feed.meta.id, host: url.host, error, storedOf };
  }
}

async function taken({ feed, url, authorization }: AskedSignals, asking: Asking): Promise<SignalOutcome> {
  const { store, before, isForced, http, now, progress } = asking;
  const stored = store.catalogues.find((entry) => entry.feed === feed.meta.id);
  // An `ETag` is of use only for what is still there.
  const stateOf = store.feeds.find((one) => one.feed === feed.meta.id && one.url === feedPlace(url));
  const state = stored === undefined ? null : (stateOf ?? null);
  const pulled = await feed.pull({ http, url, authorization, state, now, progress });
  const known = before[feed.catalogue];
  // Millions of bytes are not unpacked to say again what is known of them.
  if (pulled.kind === "unchanged" && known !== null)
    return { kind: "unchanged", state: pulled.state, info: known };
  const was = stored === undefined ? null : store.read(stored);
  if (pulled.kind === "unchanged") {
    const { info } = decodeCatalogue(feed.catalogue, was?.value);
    return { kind: "unchanged", state: pulled.state, info };
  }
  const record = encodeCatalogue(pulled.catalogue, timeText(now));
  const { kind } = pulled.catalogue;
  const { info } = decodeCatalogue(kind, record.value);
  if (JSON.stringify(record.value) === JSON.stringify(was?.value))
    return { kind: "unchanged", state: pulled.state, info };
  if (!isForced) refuseWorse(info, before[kind], url);
  return { kind: "taken", state: pulled.state, info, catalogue: kind, record };
}

function refuseWorse(info: SignalInfo, before: SignalInfo | null, { host }: URL): void {
  if (before === null) return;
  if (info.date < before.date)
    throw worse(`what ${host} sends is of ${info.date}, and what is stored of ${before.date}`);
  if (info.entries < before.entries * LEAST_LEFT)
    throw worse(`what ${host} sends has ${info.entries} CVEs, and what is stored ${before.entries}`);
}

function worse(message: string): PywardError {
  return new PywardError("cannot-fetch", message, {
    hint: "What is stored stays in use. If it is right: `pyward db update --force`.",
  });
}
