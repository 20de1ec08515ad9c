import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { buildIndex } from "../../../packages/pyward/src/advisory-index/build-index.ts";
import type { AdvisoryIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { openIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import type { RawRecord } from "../../../packages/pyward/src/model/index.ts";

/** A database in memory of the OSV records (one a file, `*.json`) of a directory. */
export async function openDirectory(directory: string): Promise<AdvisoryIndex> {
  const { bytes } = await buildIndex(readRecords(directory), { now: new Date() });
  return openIndex(memorySource(bytes));
}

function* readRecords(directory: string): Generator<RawRecord> {
  for (const file of readdirSync(directory).toSorted()) {
    if (!file.endsWith(".json")) continue;
    yield { kind: "record", file, value: JSON.parse(readFileSync(path.join(directory, file), "utf8")) };
  }
}
