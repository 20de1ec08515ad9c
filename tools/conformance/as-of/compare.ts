/**
 * Audits as of a day with newer data, beside audits with the data of that day, and a cause for every difference.
 *
 *   node tools/conformance/as-of/compare.ts [--write] OLD_ZIP NEW_ZIP DAY REQUIREMENTS…
 *
 * A difference is one flaw of one release that only one side finds. Its cause is looked up in the raw records of both zips, not
 * in pyward's answer. Ends with 1 if a difference has none. `--write` puts the counts into docs/time.md.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { indexAt } from "../../../packages/pyward/src/advisory-index/at.ts";
import { buildIndex } from "../../../packages/pyward/src/advisory-index/build-index.ts";
import type { AdvisoryIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { openIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import { readRecords } from "../../../packages/pyward/src/feeds/shared/read-records.ts";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { groupRecords, problemsOf } from "../../../packages/pyward/src/match/index.ts";
import type { Problem, RawRecord } from "../../../packages/pyward/src/model/index.ts";
import { normalizeName } from "../../../packages/pyward/src/python/index.ts";
import { backfillsText, differencesText, writePage } from "./page.ts";
import { isRaw, isWithdrawnBy, yearsOf, type Raw } from "./raw.ts";

interface Data {
  readonly index: AdvisoryIndex;
  /** By id, in upper case. */
  readonly raw: ReadonlyMap<string, Raw>;
}

const [oldZip = "", newZip = "", day = "", ...workloads] = process.argv
  .slice(2)
  .filter((argument) => argument !== "--write");
const moment = `${day}T23:59:59Z`;
const before = await load(oldZip);
const after = await load(newZip);
const then = indexAt(before.index, moment, groupRecords);
const now = indexAt(after.index, moment, groupRecords);
const causes = new Map<string, number>();
let unexplained = 0;
let allBoth = 0;
for (const file of workloads) compareWorkload(file);
for (const [cause, count] of [...causes].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${String(count).padStart(6)}  ${cause}`);
const backfills = backfillsText(before.index, after.index, after.raw.values());
console.log(backfills);
if (process.argv.includes("--write"))
  writePage({
    "as-of": differencesText({ day, both: allBoth, causes, unexplained }, after.index),
    backfills,
  });
console.log(`${unexplained} differences unexplained`);
process.exitCode = unexplained === 0 ? 0 : 1;

function compareWorkload(file: string): void {
  let both = 0;
  let different = 0;
  const pins = [...readFileSync(file, "utf8").matchAll(/^([\w.-]+)==([^\s;\\]+)/gm)];
  for (const [, name = "", version = ""] of pins) {
    const asked = { name: normalizeName(name), version };
    const old = problemsIn(then, asked);
    const recent = problemsIn(now, asked);
    const onlyOld = old.filter((one) => !recent.some((other) => isSame(one, other)));
    const onlyNew = recent.filter((one) => !old.some((other) => isSame(one, other)));
    both += recent.length - onlyNew.length;
    different += onlyOld.length + onlyNew.length;
    for (const problem of onlyOld) explain(problem, `${asked.name} ${version}`, goneBecause(problem));
    for (const problem of onlyNew) explain(problem, `${asked.name} ${version}`, cameBecause(problem));
  }
  allBoth += both;
  console.log(
    `${path.basename(path.dirname(file))}: ${pins.length} pins, ${both} flaws found by both, ${different} by one`,
  );
}

function explain(problem: Problem, release: string, cause: string | null): void {
  if (cause === null) {
    unexplained++;
    console.log(`UNEXPLAINED ${release} ${problem.id} ${problem.aliases.join(" ")}`);
  } else causes.set(cause, (causes.get(cause) ?? 0) + 1);
}

/** Why the data of that day finds it and the newer data does not. */
function goneBecause(problem: Problem): string | null {
  const states = affecting(problem).map((id) => {
    const [was, is] = [before.raw.get(id), after.raw.get(id)];
    if (is === undefined) return "only the old data: the record is gone from the newer data";
    if (isWithdrawnBy(is, moment) && !isWithdrawnBy(was, moment))
      return "only the old data: withdrawn with a day before";
    if (JSON.stringify(was?.["affected"]) !== JSON.stringify(is["affected"]))
      return "only the old data: the range was corrected";
    return null;
  });
  return states.find((state) => state !== null) ?? null;
}

/** Why the newer data finds it and the data of that day does not. */
function cameBecause(problem: Problem): string | null {
  const states = affecting(problem).map((id) => {
    const [was, is] = [before.raw.get(id), after.raw.get(id)];
    if (was === undefined) return wasNotYet(is);
    if (isWithdrawnBy(was, moment) && !isWithdrawnBy(is, moment))
      return "only the newer data: restored, or its withdrawal dated later";
    if (JSON.stringify(was["affected"]) !== JSON.stringify(is?.["affected"]))
      return "only the newer data: the range was corrected";
    return null;
  });
  return states.find((state) => state !== null) ?? null;
}

function wasNotYet(record: Raw | undefined): string | null {
  if (String(record?.["published"]) <= moment)
    return "only the newer data: imported later with an earlier date";
  return yearsOf(record).some((year) => `${year}-12-31T00:00:00Z` <= moment)
    ? "only the newer data: published later about a CVE of a year before"
    : "only the newer data: published later, joined by its aliases to a record of before";
}

/** Ids in upper case of the records by which the version is affected, or that cannot say. */
function affecting({ records, confidence }: Problem): readonly string[] {
  return records
    .filter(({ affected }) => affected || confidence === "undecided")
    .map(({ id }) => id.toUpperCase());
}

function isSame(one: Problem, other: Problem): boolean {
  const ids = new Set([one.id, ...one.aliases].map((id) => id.toUpperCase()));
  return [other.id, ...other.aliases].some((id) => ids.has(id.toUpperCase()));
}

function problemsIn(index: AdvisoryIndex, asked: Parameters<typeof problemsOf>[0]): readonly Problem[] {
  const known = index.lookup(asked.name);
  return known === null ? [] : problemsOf(asked, known);
}

async function load(zip: string): Promise<Data> {
  const absolute = path.resolve(zip);
  const raw = new Map<string, Raw>();
  const records: RawRecord[] = [];
  for await (const record of readRecords(nodeTree(path.dirname(absolute)), path.basename(absolute)))
    records.push(record);
  for (const record of records)
    if (record.kind === "record" && isRaw(record.value))
      raw.set(String(record.value["id"]).toUpperCase(), record.value);
  const { bytes } = await buildIndex(records, { now: new Date() });
  return { index: openIndex(memorySource(bytes)), raw };
}
