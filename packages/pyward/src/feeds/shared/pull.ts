import type { Http, Progress } from "../../host/index.ts";
import type { Catalogue, FeedState, RawRecord } from "../../model/index.ts";

/** What every feed is told. */
export interface SignalRequest {
  readonly http: Http;
  readonly url: URL;
  /** For the origin of `url` only; null: none is configured. */
  readonly authorization: string | null;
  /** Null: never pulled from this URL. */
  readonly state: FeedState | null;
  readonly now: Date;
  readonly progress: Progress;
}

/** What a feed of records is told besides. */
export interface PullRequest extends SignalRequest {
  /** Every record of this feed that is stored and not removed: id → `modified`, RFC 3339 UTC in seconds. */
  readonly known: ReadonlyMap<string, string>;
  /** Compare everything as a whole, whatever the state says. */
  readonly isFull: boolean;
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

export type SignalPull =
  /** By its `ETag`, it is what is stored. */
  | { readonly kind: "unchanged"; readonly state: FeedState }
  | { readonly kind: "catalogue"; readonly state: FeedState; readonly catalogue: Catalogue };
