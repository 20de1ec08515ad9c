/**
 * How often the classification of weaknesses is right, on a sample that was judged record by record (README.md).
 *
 *   node tools/conformance/weakness/measure.ts DIRECTORY_OF_OSV_RECORDS              precision and coverage
 *   node tools/conformance/weakness/measure.ts DIRECTORY_OF_OSV_RECORDS --draw SEED  a fresh sample to judge, as text
 *
 * `sample.json` holds ids and judgements, no text of an advisory. `right`: is `<title> in <package>` a true headline?
 * A record whose class has changed since it was judged counts as wrong, so the precision is never flattered.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { WeaknessId } from "../../../packages/pyward/src/advisory-index/weakness/index.ts";
import { classifyWeakness, WEAKNESSES } from "../../../packages/pyward/src/advisory-index/weakness/index.ts";

interface Classified {
  readonly id: string;
  readonly weakness: WeaknessId | null;
  readonly text: string;
}

interface Judgement {
  readonly id: string;
  readonly weakness: string;
  readonly right: boolean;
}

const SAMPLE = path.join(import.meta.dirname, "sample.json");
const SAMPLE_SIZE = 200;

function main([directory, flag, seed]: readonly string[]): void {
  if (directory === undefined) {
    console.error("skipped: give the directory of OSV records to measure on");
    process.exitCode = 2;
    return;
  }
  const records = readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => classify(JSON.parse(readFileSync(path.join(directory, name), "utf8"))));
  if (flag === "--draw") draw(records, Number(seed ?? 1));
  else measure(records, JSON.parse(readFileSync(SAMPLE, "utf8")));
}

function classify(record: { id: string; summary?: string; details?: string }): Classified {
  const { id, summary = null, details = null } = record;
  return {
    id,
    weakness: classifyWeakness({ summary, details }),
    text: `${summary ?? "-"}\n${details ?? "-"}`,
  };
}

function draw(records: readonly Classified[], seed: number): void {
  const pool = records.filter((record) => record.weakness !== null);
  const random = mulberry32(seed);
  for (let drawn = 0; drawn < SAMPLE_SIZE && pool.length > 0; drawn++) {
    const [record] = pool.splice(Math.floor(random() * pool.length), 1);
    if (record?.weakness) {
      console.log(`${drawn + 1} ${record.id} [${record.weakness}: ${WEAKNESSES[record.weakness]}]`);
      console.log(record.text.slice(0, 700).replaceAll(/\s+/g, " "));
    }
  }
}

function measure(records: readonly Classified[], sample: readonly Judgement[]): void {
  const now = new Map(records.map((record) => [record.id, record.weakness]));
  const unchanged = sample.filter(({ id, weakness }) => now.get(id) === weakness);
  const right = unchanged.filter((judgement) => judgement.right).length;
  const classified = records.filter((record) => record.weakness !== null).length;
  console.log(
    `coverage   ${classified} of ${records.length} records (${percent(classified, records.length)})`,
  );
  console.log(
    `precision  ${right} of ${sample.length} judged records are right (${percent(right, sample.length)})`,
  );
  const changed = sample.length - unchanged.length;
  if (changed > 0) console.log(`           ${changed} of them have another class now and count as wrong`);
  process.exitCode = sample.length > 0 && right / sample.length >= 0.95 ? 0 : 1;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

/** A small public-domain generator: the same seed draws the same sample. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

main(process.argv.slice(2));
