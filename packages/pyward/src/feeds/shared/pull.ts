import type { Http, Progress } from "../../host/index.ts";
import type { FeedState, RawRecord } from "../../model/index.ts";

/** What a feed is told. */
export interface PullRequest {
  readonly http: Http;
  readonly url: URL;
  /** Null: never pulled from this URL. */
  readonly state: FeedState | null;
  /** Every record of this feed that is stored and not removed: id → `modified`, RFC 3339 UTC in seconds. */
  readonly known: ReadonlyMap<string, string>;
  readonly now: Date;
  /** Compare everything as a whole, whatever the state says. */
  readonly isFull: boolean;
  readonly progress: Progress;
}

/** A record with what the supplier's list says of its last change; null where only the record itself says so. */
export interface PulledRecord {
  readonly raw: RawRecord;
  readonly listed: string | null;
}

export type PullResult =
  /** Nothing is new. */
  | { readonly kind: "unchanged"; readonly state: FeedState }
  /** All that it has: what is stored and not here is removed. */
  | { readonly kind: "whole"; readonly state: FeedState; readonly records: AsyncIterable<PulledRecord> }
  /** Some of what it has; nothing is removed. */
  | { readonly kind: "changes"; readonly state: FeedState; readonly records: readonly PulledRecord[] };
