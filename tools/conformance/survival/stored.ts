import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import { openRecords } from "../../../packages/pyward/src/advisory-index/records/open-records.ts";
import { recordsSection } from "../../../packages/pyward/src/advisory-index/store/open-index.ts";
import { verifyIndex } from "../../../packages/pyward/src/advisory-index/verify-index.ts";
import type { DatabaseInfo, FeedState } from "../../../packages/pyward/src/model/index.ts";

/** The id of the stored database, read whole with each of its records; "none" where there is no file. Throws for anything half. */
export function stored(home: string): string {
  return existsSync(join(home, "advisories.pyward")) ? wholeOf(home).info.id : "none";
}

/** What the stored database says of itself and its suppliers. Throws for anything half. */
export function wholeOf(home: string): { readonly info: DatabaseInfo; readonly feeds: readonly FeedState[] } {
  const source = memorySource(readFileSync(join(home, "advisories.pyward")));
  verifyIndex(source);
  const { info } = openIndex(source);
  const records = openRecords(recordsSection(source));
  for (const entry of [...records.entries, ...records.catalogues]) records.read(entry);
  if (info.advisories === 0 || records.entries.length < info.advisories)
    throw new Error("the database is empty");
  return { info, feeds: records.feeds };
}
