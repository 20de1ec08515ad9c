/**
 * What a file of pins has, in findings and in (record, pin) pairs, by confidence, with what one upgrade a pin clears.
 *
 *   node tools/conformance/matching/workload.ts OSV_DIRECTORY REQUIREMENTS_TXT…
 *
 * Reads plain `name==version` lines only. Ends with 1 if a fix is not above its pin.
 */
import { readFileSync } from "node:fs";
import type { AdvisoryIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { upgradeOf } from "../../../packages/pyward/src/fix/index.ts";
import type { Pinned } from "../../../packages/pyward/src/match/index.ts";
import { examine } from "../../../packages/pyward/src/match/index.ts";
import type { Problem } from "../../../packages/pyward/src/model/index.ts";
import { compareVersions, normalizeName, parseVersion } from "../../../packages/pyward/src/python/index.ts";
import { openDirectory } from "./open-directory.ts";

async function main([directory, ...files]: readonly string[]): Promise<void> {
  if (directory === undefined || files.length === 0) {
    console.error("skipped: give the directory of OSV records and files of pins");
    process.exitCode = 2;
    return;
  }
  const index = await openDirectory(directory);
  for (const file of files) report(file, readPins(file), index);
}

function readPins(file: string): readonly Pinned[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, name, version] = /^([A-Za-z0-9._-]+)==([^\s;]+)/.exec(line) ?? [];
      return name === undefined || version === undefined ? [] : [{ name: normalizeName(name), version }];
    });
}

function report(file: string, pins: readonly Pinned[], index: AdvisoryIndex): void {
  const start = process.cpuUsage();
  const audited = pins.flatMap((pin) => {
    const known = index.lookup(pin.name);
    if (known === null) return [];
    const found = examine(pin, known);
    return [{ pin, problems: found.problems, upgrade: upgradeOf(pin.version, found, known) }];
  });
  const milliseconds = Math.round((process.cpuUsage(start).user + process.cpuUsage(start).system) / 1000);
  const problems = audited.flatMap((entry) => entry.problems);
  const records = problems.flatMap((problem) => problem.records.filter((record) => record.affected));
  const useless = audited.flatMap(({ pin, problems: found }) =>
    found.filter((problem) => !isFixAbove(problem, pin)),
  );
  const { clears, of } = audited.reduce(
    (sum, { upgrade }) => ({ clears: sum.clears + upgrade.clears, of: sum.of + upgrade.of }),
    { clears: 0, of: 0 },
  );
  console.log(
    `${file}: ${pins.length} pins, ${problems.length} findings of ${records.length} affecting records`,
  );
  const counts = new Map<string, number>();
  for (const { confidence } of problems) counts.set(confidence, (counts.get(confidence) ?? 0) + 1);
  console.log(`  ${[...counts].map(([name, count]) => `${name} ${count}`).join(", ")}`);
  console.log(
    `  the fix is at or below the pin in ${useless.length}; one upgrade a pin clears ${clears} of ${of}; ${milliseconds} ms`,
  );
  if (useless.length > 0) process.exitCode = 1;
}

function isFixAbove({ fix }: Problem, pin: Pinned): boolean {
  if (fix === null) return true;
  const [upper, lower] = [parseVersion(fix.version), parseVersion(pin.version)];
  return upper.ok && lower.ok && compareVersions(upper.value, lower.value) > 0;
}

await main(process.argv.slice(2));
