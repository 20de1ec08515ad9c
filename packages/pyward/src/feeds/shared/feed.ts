import type { PullRequest, PullResult } from "./pull.ts";

/** Static facts about a supplier of advisories or signals. */
export interface FeedMeta {
  /** The folder's name, and the feed of its records in the database. */
  readonly id: string;
  readonly title: string;
  /** SPDX identifier of the data's licence, or its words. */
  readonly licence: string;
}

/** A supplier that `pyward db update` asks. It fetches and compares; what records mean, and what is stored, is not its business. */
export interface Feed {
  readonly meta: FeedMeta;
  /** Where it is asked unless the user says otherwise. The only place where that stands. */
  readonly url: string;
  /** Throws PywardError `cannot-fetch` with nothing changed: what is stored stays in use. */
  pull(asked: PullRequest): Promise<PullResult>;
}
