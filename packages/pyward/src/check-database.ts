import { openIndex } from "./advisory-index/index.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import { recordsSection } from "./advisory-index/store/open-index.ts";
import { verifyIndex } from "./advisory-index/verify-index.ts";
import type { ByteSource } from "./host/index.ts";
import type { DatabaseInfo, FeedState } from "./model/index.ts";

interface CheckedDatabase {
  readonly info: DatabaseInfo;
  readonly size: number;
  /** What it remembers of the suppliers that it was updated from. */
  readonly feeds: readonly FeedState[];
  /** Raw records that it keeps by their feed, without those that are gone. */
  readonly records: ReadonlyMap<string, number>;
}

/**
 * For `pyward db status`: reads the whole file, compares it with its hash and says what is in it. Throws PywardError
 * `bad-database` where it is not what it was when it was built. Closes the source.
 */
export function checkDatabase(source: ByteSource): CheckedDatabase {
  try {
    verifyIndex(source);
    const { info } = openIndex(source);
    const { feeds, entries } = openRecords(recordsSection(source));
    const live = Map.groupBy(
      entries.filter(({ removed }) => removed === null),
      ({ feed }) => feed,
    );
    const records = new Map([...live].map(([feed, own]) => [feed, own.length]));
    return { info, size: source.size, feeds, records };
  } finally {
    source.close();
  }
}
