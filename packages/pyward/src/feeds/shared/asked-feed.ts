import type { RawRecord } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";

/** Static facts about a feed that is asked. */
export interface AskedFeedMeta {
  /** The folder's name. */
  readonly id: string;
  readonly title: string;
  /** SPDX identifier of the data's licence, or its words. */
  readonly licence: string;
}

/** What a feed is asked about: exactly what leaves this machine. */
export interface Release {
  readonly name: PackageName;
  readonly version: string;
}

export interface FeedAnswers {
  readonly records: readonly RawRecord[];
  /** Null: all that the feed has on it is in `records`. Else why nobody knows. */
  lackOf(release: Release): string | null;
}

/** A supplier that is asked about what is audited, while it is audited. It stores no database. */
export interface AskedFeed {
  readonly meta: AskedFeedMeta;
  /** Where it is, for people; without a login. */
  readonly host: string;
  /** What it does not hold, for people; null: nothing that is known of. */
  readonly lacks: string | null;
  ask(releases: readonly Release[]): Promise<FeedAnswers>;
}
