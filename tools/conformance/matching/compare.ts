/**
 * pyward's matching beside the independent evaluation of reference.py, for every advisory and every version asked about.
 *
 *   python tools/conformance/matching/reference.py OSV_ZIP_OR_DIRECTORY > answers.jsonl
 *   node tools/conformance/matching/compare.ts OSV_DIRECTORY answers.jsonl
 *
 * Builds a database of the directory's records in memory and asks it. Ends with 1 if any answer is missed or extra. Records
 * with a bound that is not PEP 440 are listed apart, for there pyward repairs or withholds and says so: `plain` is what
 * the bare algorithm says, `pyward` what a user sees.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { AdvisoryIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { problemsOf } from "../../../packages/pyward/src/match/index.ts";
import type { PackageAdvisories, Problem } from "../../../packages/pyward/src/model/index.ts";
import {
  compareVersions,
  isPrerelease,
  normalizeName,
  parseVersion,
} from "../../../packages/pyward/src/python/index.ts";
import { openDirectory } from "./open-directory.ts";

/** One line of reference.py's output. */
interface Answers {
  readonly name: string;
  readonly records: readonly string[];
  readonly odd: readonly number[];
  readonly answers: readonly (readonly [string, readonly number[]])[];
}

interface Tally {
  packages: number;
  versions: number;
  pairs: number;
  affected: number;
  problems: number;
  fixes: number;
  readonly missed: string[];
  readonly extra: string[];
  readonly wrongFixes: string[];
  /** By `record package`: versions that the bare algorithm affects, and those that pyward shows with which confidence. */
  readonly odd: Map<string, Map<string, number>>;
}

async function main([directory, answersFile]: readonly string[]): Promise<void> {
  if (directory === undefined || answersFile === undefined) {
    console.error("skipped: give the directory of OSV records and the answers of reference.py");
    process.exitCode = 2;
    return;
  }
  const index = await openDirectory(directory);
  const tally = newTally();
  for await (const line of createInterface({ input: createReadStream(answersFile) })) {
    comparePackage(JSON.parse(line), index, tally);
  }
  print(tally, index);
  process.exitCode = tally.missed.length + tally.extra.length + tally.wrongFixes.length === 0 ? 0 : 1;
}

function comparePackage(expected: Answers, index: AdvisoryIndex, tally: Tally): void {
  const name = normalizeName(expected.name);
  const known = index.lookup(name) ?? { name, bounds: [], advisories: [] };
  const truth = new Map(
    expected.answers.map(([version, records]) => [
      version,
      new Set(records.map((at) => expected.records[at] ?? "")),
    ]),
  );
  const odd = new Set(expected.odd.map((at) => expected.records[at] ?? ""));
  tally.packages++;
  for (const [version, affecting] of truth) {
    const problems = problemsOf({ name, version }, known);
    tally.versions++;
    tally.pairs += expected.records.length;
    tally.affected += affecting.size;
    compareRecords(`${name}==${version}`, { affecting, odd, problems }, tally);
    for (const problem of problems) checkFix(version, problem, { truth, odd, known }, tally);
  }
}

interface Compared {
  readonly affecting: ReadonlySet<string>;
  readonly odd: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

function compareRecords(where: string, { affecting, odd, problems }: Compared, tally: Tally): void {
  const records = problems.flatMap((problem) => problem.records);
  const found = new Set(records.filter((record) => record.affected).map((record) => record.id));
  if (new Set(records.map((record) => record.id)).size !== records.length)
    tally.extra.push(`${where} names a record twice`);
  for (const id of affecting) {
    if (odd.has(id)) count(tally, `${id} ${where.split("==")[0]}`, "plain");
    else if (!found.has(id)) tally.missed.push(`${where} ${id}`);
  }
  for (const id of found) if (!odd.has(id) && !affecting.has(id)) tally.extra.push(`${where} ${id}`);
  for (const problem of problems) {
    for (const { id } of problem.records) {
      if (odd.has(id)) count(tally, `${id} ${where.split("==")[0]}`, `pyward ${problem.confidence}`);
    }
  }
}

interface FixContext {
  readonly truth: ReadonlyMap<string, ReadonlySet<string>>;
  readonly odd: ReadonlySet<string>;
  readonly known: PackageAdvisories;
}

/** The fix is final, above the version, free of the group's records by the reference, and no lower one is. */
function checkFix(version: string, problem: Problem, context: FixContext, tally: Tally): void {
  tally.problems++;
  const group = problem.records.map((record) => record.id);
  if (group.some((id) => context.odd.has(id))) return;
  const lowest = problem.fixedIn.find((candidate) => {
    const affecting = context.truth.get(candidate);
    return isAbove(candidate, version) && affecting !== undefined && !group.some((id) => affecting.has(id));
  });
  if (problem.fix !== null) tally.fixes++;
  if (lowest !== problem.fix?.version) {
    tally.wrongFixes.push(
      `${context.known.name}==${version} ${problem.id}: ${problem.fix?.version} for ${lowest}`,
    );
  }
}

function isAbove(candidate: string, version: string): boolean {
  const [upper, lower] = [parseVersion(candidate), parseVersion(version)];
  return upper.ok && lower.ok && !isPrerelease(upper.value) && compareVersions(upper.value, lower.value) > 0;
}

function count(tally: Tally, key: string, what: string): void {
  const counts = tally.odd.get(key) ?? new Map<string, number>();
  counts.set(what, (counts.get(what) ?? 0) + 1);
  tally.odd.set(key, counts);
}

function newTally(): Tally {
  return {
    packages: 0,
    versions: 0,
    pairs: 0,
    affected: 0,
    problems: 0,
    fixes: 0,
    missed: [],
    extra: [],
    wrongFixes: [],
    odd: new Map(),
  };
}

function print(tally: Tally, index: AdvisoryIndex): void {
  const { advisories, withdrawn, malformed } = index.info;
  console.log(
    `${advisories} advisories (${withdrawn} withdrawn, ${malformed.length} malformed), ${tally.packages} packages`,
  );
  console.log(
    `${tally.versions} versions asked about, ${tally.pairs} answers compared, ${tally.affected} of them affected`,
  );
  console.log(`${tally.problems} problems, ${tally.fixes} with a fix`);
  for (const [what, list] of [
    ["missed", tally.missed],
    ["extra", tally.extra],
    ["wrong fixes", tally.wrongFixes],
  ] as const) {
    console.log(`${what}: ${list.length}`);
    for (const line of list.slice(0, 20)) console.log(`  ${line}`);
  }
  console.log(`${tally.odd.size} records with a bound that is not PEP 440, versions affected:`);
  for (const [key, counts] of [...tally.odd].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`  ${key}: ${[...counts].map(([what, times]) => `${what} ${times}`).join(", ")}`);
  }
}

await main(process.argv.slice(2));
