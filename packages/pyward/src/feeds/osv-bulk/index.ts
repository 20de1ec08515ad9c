import { feedPlace, PywardError, timeText, type FeedState } from "../../model/index.ts";
import type { RecordFeed } from "../shared/feed.ts";
import type { PullRequest, PullResult } from "../shared/pull.ts";
import { meta } from "./meta.ts";
import { changedIn, type ListedRecord } from "./modified-ids.ts";
import { fetchArchive, fetchList, fetchRecords } from "./fetch.ts";

/** A full comparison is due after so many days. */
const RECONCILE_DAYS = 7;
/** Beyond this share of all records, and this number, the archive is the shorter way. */
const MOST_CHANGED = 0.1;
const FEW = 200;

/** Increments by the list of changes, everything by the archive. */
export const osvBulk: RecordFeed = {
  kind: "records",
  meta,
  url: "https://osv-vulnerabilities.storage.googleapis.com/",
  async pull(asked) {
    const { state } = asked;
    if (state !== null && !asked.isFull && !isReconcileDue(state, asked.now)) return pullListed(asked, state);
    const whole = await pullWhole(asked);
    // What was compared as a whole before is still the archive: what the list has besides is not in it yet.
    return whole.kind === "unchanged" ? pullListed(asked, whole.state) : whole;
  },
};

async function pullListed(asked: PullRequest, state: FeedState): Promise<PullResult> {
  const listed = await fetchList(asked);
  const changed = changedIn(listed, asked.known);
  if (listed.size < asked.known.size / 2)
    throw new PywardError(
      "cannot-fetch",
      `the list of ${asked.url.host} names ${listed.size} records, and ${asked.known.size} are stored`,
      { hint: "It is cut off or of something else. `pyward db update --full` compares everything." },
    );
  const isMuch = changed.length > Math.max(FEW, asked.known.size * MOST_CHANGED);
  const whole = isMuch ? await pullWhole(asked) : null;
  return whole === null || whole.kind === "unchanged" ? pullChanges(asked, state, changed) : whole;
}

/** Also where the last one lies in the future: somebody's clock was wrong. */
function isReconcileDue({ lastReconcile }: FeedState, now: Date): boolean {
  const age = now.getTime() - Date.parse(lastReconcile);
  return !(age >= 0 && age < RECONCILE_DAYS * 86_400_000);
}

async function pullWhole(asked: PullRequest): Promise<PullResult> {
  const fetched = await fetchArchive(asked);
  const now = timeText(asked.now);
  const state = { feed: meta.id, url: feedPlace(asked.url), lastReconcile: now, lastUpdate: now };
  if (fetched.kind === "unchanged")
    return { kind: "unchanged", state: { ...state, etag: asked.state?.etag ?? null } };
  return { kind: "whole", state: { ...state, etag: fetched.etag }, records: fetched.records };
}

async function pullChanges(
  asked: PullRequest,
  state: FeedState,
  changed: readonly ListedRecord[],
): Promise<PullResult> {
  const next = { ...state, lastUpdate: timeText(asked.now) };
  if (changed.length === 0) return { kind: "unchanged", state: next };
  return { kind: "changes", state: next, records: await fetchRecords(asked, changed) };
}
