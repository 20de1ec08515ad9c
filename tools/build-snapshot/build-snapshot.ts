import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

import { buildIndex } from "../../packages/pyward/src/advisory-index/build-index.ts";
import type { BuiltIndex } from "../../packages/pyward/src/advisory-index/build-index.ts";
import { classifyWeakness } from "../../packages/pyward/src/advisory-index/weakness/index.ts";
import { readKevFile } from "../../packages/pyward/src/feeds/shared/kev/read-kev.ts";
import { readRecords } from "../../packages/pyward/src/feeds/shared/read-records.ts";
import { nodeTree } from "../../packages/pyward/src/host/node/index.ts";

/** Shown wherever the data is (CC BY 4.0, section 3(a)); `packages/advisories/NOTICE.md` says the rest. */
const ATTRIBUTION =
  "Facts derived from the PyPA Advisory Database (https://github.com/pypa/advisory-database), CC BY 4.0, " +
  "changed: compiled, reduced to facts, scored and classified; and from CISA's Known Exploited Vulnerabilities catalogue (public domain)";

/**
 * Builds the embedded snapshot from an OSV archive and CISA's KEV catalogue: facts only, no sentence of an advisory.
 * The same files and date give the same bytes.
 */
export async function buildSnapshot(records: string, kev: string, now: Date): Promise<BuiltIndex> {
  const path = resolve(records);
  const catalogue = readKevFile(readFileSync(kev));
  if (catalogue.kind === "unreadable") throw new Error(`${kev}: ${catalogue.reason}`);
  const { days, date } = catalogue;
  return buildIndex(readRecords(nodeTree(dirname(path)), basename(path)), {
    now,
    content: "facts",
    exploited: days,
    signals: { kev: { date, entries: days.size } },
    classifyWeakness,
    attribution: ATTRIBUTION,
  });
}

async function main(args: readonly string[]): Promise<number> {
  const [records, kev, out, day] = args;
  const now = new Date(`${day ?? ""}T23:59:59Z`);
  if (records === undefined || kev === undefined || out === undefined || Number.isNaN(now.getTime())) {
    console.error("usage: node tools/build-snapshot/build-snapshot.ts ZIP KEV OUT YYYY-MM-DD");
    console.error(
      "  ZIP  OSV records of PyPI   KEV  CISA's catalogue as JSON   the day of the data: later dates are not believed",
    );
    return 2;
  }
  const { bytes, info } = await buildSnapshot(records, kev, now);
  writeFileSync(out, bytes);
  const { malformed, ...rest } = info;
  console.log(JSON.stringify({ ...rest, malformed: malformed.length, bytes: bytes.length }, null, 2));
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
