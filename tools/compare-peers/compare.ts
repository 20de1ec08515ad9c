/**
 * pyward beside pip-audit, uv audit, osv-scanner and pysentry on real pins, all reading the same advisories.
 *
 *   node tools/compare-peers/compare.ts [--shared DIR] [--peers DIR] [--python PYTHON] [--large] [--output PAGE.md]
 *
 * Ends with 1, and writes no page, if a difference has no cause, if pyward misses what is true or if it is wrong in one
 * of the reproductions: the page's prose says that none of this is so. Skips aloud where the data is absent.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "oxfmt";
import { startLoopback } from "./loopback.ts";
import { readOptions, type Options } from "./options.ts";
import { comparisonPage } from "./page.ts";
import { prepare, versionsOf, type Bench } from "./peers.ts";
import { REPRODUCTIONS } from "./reproductions/index.ts";
import { summary, unexplained } from "./summary.ts";
import { readTruth } from "./truth.ts";
import { measureWorkload, type WorkloadResult } from "./workload.ts";

const WORKLOADS = ["seed-old", "seed-fixed", "w50", "w200", "w500", "edge"];
const LARGE = ["w1500", "w5000"];

async function main(options: Options): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "pyward-compare-"));
  const service = await startLoopback(options);
  try {
    const bench = { programs: options.programs, url: service.url, archive: options.archive, scratch };
    await prepare(bench);
    const results = await measureAll(options, bench);
    for (const result of results) console.log(summary(result));
    const isClean = results.every((result) => unexplained(result) === 0);
    const isWritten = isClean && (options.output === null || (await writePage(options, bench, results)));
    process.exitCode = isWritten ? 0 : 1;
  } finally {
    service.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureAll(options: Options, bench: Bench): Promise<readonly WorkloadResult[]> {
  const wanted = options.rest.length > 0 ? options.rest : [...WORKLOADS, ...(options.large ? LARGE : [])];
  const folders = wanted.map((name) => join(options.bench, "workloads", name));
  const files = folders.map((folder) => join(folder, "requirements.txt"));
  const truth = await readTruth(options.python, options.bench, options.archive, files);
  const results: WorkloadResult[] = [];
  for (const [at, folder] of folders.entries()) {
    console.error(`running ${wanted[at]} …`);
    results.push(await measureWorkload(bench, folder, truth.get(files[at] ?? "") ?? []));
  }
  return results;
}

async function writePage(
  options: Options,
  bench: Bench,
  results: readonly WorkloadResult[],
): Promise<boolean> {
  const shown = [];
  for (const reproduction of REPRODUCTIONS) {
    console.error(`reproducing ${reproduction.number} …`);
    shown.push({ reproduction, sides: await reproduction.run(options) });
  }
  const wrong = shown
    .filter(({ sides }) => sides.right === false)
    .map(({ reproduction }) => reproduction.number);
  if (wrong.length > 0) console.error(`pyward is wrong in ${wrong.join(", ")}: the page is not written`);
  if (wrong.length > 0) return false;
  const page = comparisonPage({
    versions: await versionsOf(bench),
    date: new Date().toISOString().slice(0, 10),
    results,
    shown,
  });
  const settings: Parameters<typeof format>[2] = JSON.parse(
    await readFile(join(import.meta.dirname, "../../.oxfmtrc.json"), "utf8"),
  );
  const { code } = await format("comparison.md", page, settings);
  if (options.output !== null) await writeFile(options.output, code);
  return true;
}

const options = readOptions(process.argv.slice(2));
if (options !== null) await main(options);
