/**
 * What a database says it held on a day, beside the data of that day.
 *
 *   node tools/conformance/known/measure.ts DAY=ZIP DAY=ZIP…
 *
 * The zips, oldest first, are pulled one after the other into one store, each on its day. Then the store is asked for each of the days,
 * and what it answers for every package is compared with what is compiled from the zip alone. Ends with 1 if anything differs.
 */
import { isDeepStrictEqual } from "node:util";
import path from "node:path";
import type { AdvisoryIndex } from "../../../packages/pyward/src/advisory-index/advisory-index.ts";
import { buildIndex } from "../../../packages/pyward/src/advisory-index/build-index.ts";
import { openIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import { applyPull } from "../../../packages/pyward/src/advisory-index/records/apply-pull.ts";
import { encodeRecords } from "../../../packages/pyward/src/advisory-index/records/encode-records.ts";
import { openRecords } from "../../../packages/pyward/src/advisory-index/records/open-records.ts";
import { join, pieceOf } from "../../../packages/pyward/src/advisory-index/store/piece.ts";
import { classifyWeakness } from "../../../packages/pyward/src/advisory-index/weakness/index.ts";
import { knownAt } from "../../../packages/pyward/src/database-at.ts";
import { readRecords } from "../../../packages/pyward/src/feeds/shared/read-records.ts";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { PackageAdvisories, RawRecord } from "../../../packages/pyward/src/model/index.ts";

const places = process.argv.slice(2).map((text) => text.split("="));
const days: { readonly day: string; readonly records: readonly RawRecord[] }[] = [];
let section: Uint8Array = new Uint8Array(0);
for (const [day = "", zip = ""] of places) {
  const records = await recordsOf(path.resolve(zip));
  days.push({ day, records });
  section = pull(section, `${day}T12:00:00Z`, records);
}
const last = await buildIndex(days.at(-1)?.records ?? [], {
  now: new Date(),
  rawRecords: () => [pieceOf(section)],
});
console.log(`${days.length} days in a store of ${(section.length / 1e6).toFixed(1)} MB`);
let differences = 0;
for (const { day, records } of days) differences += await compareDay(day, records);
console.log(`${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;

async function compareDay(day: string, records: readonly RawRecord[]): Promise<number> {
  const now = new Date(`${day}T23:59:59Z`);
  const started = performance.now();
  const opened = { index: openIndex(memorySource(last.bytes)), origin: "stored" } as const;
  const { index } = await knownAt(opened, now);
  const seconds = (performance.now() - started) / 1_000;
  if (index === null) throw new Error(`the store does not know of ${day}`);
  const alone = openIndex(memorySource((await buildIndex(records, { now, classifyWeakness })).bytes));
  const names = new Set([...index.packageNames(), ...alone.packageNames()]);
  const different = [...names].filter(
    (name) => !isDeepStrictEqual(comparable(index, name), comparable(alone, name)),
  );
  for (const name of different) console.log(`${day}: ${name} differs`);
  console.log(
    `${day}: ${alone.info.advisories} advisories of ${names.size} packages, ${different.length} differ (${seconds.toFixed(1)} s)`,
  );
  return different.length;
}

/** When our data had a record is what the zip alone cannot tell. */
function comparable(index: AdvisoryIndex, name: PackageAdvisories["name"]): unknown {
  const known = index.lookup(name);
  return known === null
    ? null
    : { ...known, advisories: known.advisories.map((one) => ({ ...one, imported: null })) };
}

function pull(before: Uint8Array, now: string, records: readonly RawRecord[]): Uint8Array {
  const from = openRecords(memorySource(before));
  const received = records.flatMap((one) =>
    one.kind === "record" ? [{ value: one.value, listed: null }] : [],
  );
  const { fresh, kept } = applyPull(received, from, { feed: "osv-bulk", now, isWhole: true });
  const url = "https://osv.example/";
  const first = from.feeds[0]?.lastReconcile ?? now;
  const feeds = [{ feed: "osv-bulk", url, etag: null, lastReconcile: first, lastUpdate: now }];
  return join(encodeRecords({ feeds, fresh, kept, from }));
}

async function recordsOf(zip: string): Promise<readonly RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const one of readRecords(nodeTree(path.dirname(zip)), path.basename(zip))) records.push(one);
  return records;
}
