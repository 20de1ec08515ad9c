import type { CatalogueKind } from "../../model/index.ts";
import type { PullRequest, PullResult, SignalPull, SignalRequest } from "./pull.ts";

/** Static facts about a supplier of advisories or signals. */
export interface FeedMeta {
  /** The folder's name, and the feed of its records in the database. */
  readonly id: string;
  readonly title: string;
  /** SPDX identifier of the data's licence, or its words. */
  readonly licence: string;
}

/** A supplier that `pyward db update` asks. It fetches and compares; what that means, and what is stored, is not its business. */
export type Feed = RecordFeed | SignalFeed;

interface Supplier {
  readonly meta: FeedMeta;
  /** Where it is asked unless the user says otherwise. The only place where that stands. */
  readonly url: string;
}

/** A supplier of advisories. */
export interface RecordFeed extends Supplier {
  readonly kind: "records";
  /** Throws PywardError `cannot-fetch` with nothing changed: what is stored stays in use. */
  pull(asked: PullRequest): Promise<PullResult>;
}

/** A supplier of facts about CVEs: one catalogue, replaced as a whole. */
export interface SignalFeed extends Supplier {
  readonly kind: "signals";
  readonly catalogue: CatalogueKind;
  /** Throws PywardError `cannot-fetch` with nothing changed: what is stored stays in use. */
  pull(asked: SignalRequest): Promise<SignalPull>;
}
