import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { RecordChanges } from "./advisory-index/records/apply-pull.ts";
import type { RecordFeed } from "./feeds/shared/feed.ts";
import type { PullRequest, PullResult } from "./feeds/shared/pull.ts";
import type { ByteSource, Http, Progress } from "./host/index.ts";
import type { DatabaseInfo, FeedState } from "./model/index.ts";
import type { AskedSignals, FailedFeed, SignalOutcome } from "./pull-signals.ts";

export interface SyncOptions {
  readonly now: Date;
  readonly http: Http;
  /** The supplier of advisories; null: it is left out this time. */
  readonly advisories: AskedRecords | null;
  readonly signals: readonly AskedSignals[];
  /** The stored database; null: there is none. */
  readonly stored: ByteSource | null;
  /** Where signals are taken from that no supplier gave: the embedded database. */
  readonly known: AdvisoryIndex | null;
  readonly isFull: boolean;
  /** Takes what withdraws or narrows much, or is older than what is stored. */
  readonly isForced: boolean;
  readonly progress: Progress;
  /** Writes the pieces, has the file checked, and puts it in its place in one step; or throws and leaves the old one. */
  readonly write: (pieces: Iterable<Uint8Array>, check: (file: ByteSource) => void) => void;
}

/** A supplier of advisories, and where it is asked. */
export interface AskedRecords extends Pick<PullRequest, "url" | "authorization"> {
  readonly feed: RecordFeed;
}

/** What `pyward db update` did. */
export interface SyncResult {
  readonly info: DatabaseInfo;
  /** Bytes of the stored file. */
  readonly size: number;
  readonly isWritten: boolean;
  /** Null: advisories were not asked for, or could not be had. */
  readonly advisories: PulledAdvisories | null;
  /** Of those that gave an answer. */
  readonly signals: readonly Exclude<SignalOutcome, FailedFeed>[];
  /** What was asked for and could not be had; what was stored of it stays. */
  readonly failed: readonly FailedFeed[];
  /** When the stored database was asked for, where the clock lies before that; null: it does not. What is written has this time then. */
  readonly clockBehind: string | null;
}

/** What a supplier of advisories gave. */
export interface PulledAdvisories {
  readonly pulled: PullResult["kind"];
  readonly state: FeedState;
  readonly changes: RecordChanges;
  /** Parts of the supplier's answer that are no record; what was stored of them stays. */
  readonly unreadable: readonly string[];
}
