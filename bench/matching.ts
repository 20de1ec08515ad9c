/**
 * `node bench/matching.ts [PAIRS]`: how many (version, range) evaluations one core does in a second, and what PAIRS (a million) pairs of package and version cost.
 *
 * Of the embedded advisories every package is taken with every version that its records name and that the largest workload pins. CPU time, from the first
 * evaluation on: what is compiled meanwhile is in it. Ends with 1 where a bar does not hold, or where two ways to the same answer disagree.
 */
import { join } from "node:path";
import { openIndex } from "../packages/pyward/src/advisory-index/index.ts";
import { openByteSource } from "../packages/pyward/src/host/node/index.ts";
import { examine } from "../packages/pyward/src/match/index.ts";
import { isWithin, locate } from "../packages/pyward/src/match/place.ts";
import type { Interval, PackageAdvisories } from "../packages/pyward/src/model/index.ts";
import { compareVersions, parseVersion, type Version } from "../packages/pyward/src/python/index.ts";
import { readPins } from "./workloads.ts";

const SNAPSHOT = join(import.meta.dirname, "../packages/advisories/snapshot.pyward");

/** A package with the versions that it is asked about. */
interface Asked {
  readonly known: PackageAdvisories;
  /** Of all of its records. */
  readonly ranges: readonly Interval[];
  readonly texts: readonly string[];
  readonly versions: readonly Version[];
}

/** What one way of evaluating did: pairs of version and range, and how many of them are affected. */
interface Count {
  evaluations: number;
  affected: number;
}

function main(pairs: number): number {
  const index = openIndex(openByteSource(SNAPSHOT));
  const asked = askedOf(index.packageNames().flatMap((name) => index.lookup(name) ?? []));
  const parsed = timed(() => fromParsed(asked));
  const text = timed(() => fromText(asked));
  const plain = byComparing(asked);
  const examined = timed(() => examinePairs(asked, pairs));
  const rows = [
    { what: "parsed versions, each placed once among its package's bounds", rate: rateOf(parsed), bar: 1e6 },
    { what: "texts of version and bounds, each pair by itself", rate: rateOf(text), bar: 2e5 },
  ];
  console.log(`${asked.length} packages, ${parsed.value.evaluations} pairs of version and range`);
  for (const { what, rate, bar } of rows)
    console.log(
      `  ${rate >= bar ? "holds " : "BROKEN"} ${what}: ${rounded(rate)} a second (at least ${rounded(bar)})`,
    );
  console.log(
    `         ${rounded(pairs)} pairs of package and version: ${examined.seconds.toFixed(2)} s, ${rounded(examined.value)} problems, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  );
  const isSame = parsed.value.affected === plain && text.value.affected === plain;
  console.log(
    `  ${isSame ? "holds " : "BROKEN"} affected, by places, from texts, and by comparing with each bound: ${parsed.value.affected}, ${text.value.affected}, ${plain}`,
  );
  return isSame && rows.every(({ rate, bar }) => rate >= bar) ? 0 : 1;
}

function askedOf(packages: readonly PackageAdvisories[]): readonly Asked[] {
  const pinned = Map.groupBy(readPins("w5000"), (pin) => pin.slice(0, pin.indexOf("==")));
  return packages.map((known) => {
    const pins = (pinned.get(known.name) ?? []).map((pin) => pin.slice(pin.indexOf("==") + 2));
    const texts = [...known.bounds, ...pins].filter((text) => parseVersion(text).ok);
    const ranges = known.advisories.flatMap(({ intervals }) => intervals);
    return { known, ranges, texts, versions: texts.map(versionOf) };
  });
}

function versionOf(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(`${text} was a version a moment ago`);
  return parsed.value;
}

/** As an audit does it: a version finds its place once, then every range is two comparisons of integers. */
function fromParsed(asked: readonly Asked[]): Count {
  const count = { evaluations: 0, affected: 0 };
  for (const { known, ranges, versions } of asked)
    for (const version of versions) {
      const place = locate(version, known.bounds);
      for (const range of ranges) if (isWithin(place, range)) count.affected += 1;
      count.evaluations += ranges.length;
    }
  return count;
}

/** Nothing is kept from one pair to the next. */
function fromText(asked: readonly Asked[]): Count {
  const count = { evaluations: 0, affected: 0 };
  for (const { known, ranges, texts } of asked)
    for (const text of texts) {
      for (const range of ranges) if (holdsText(range, text, known.bounds)) count.affected += 1;
      count.evaluations += ranges.length;
    }
  return count;
}

function holdsText({ from, to, end }: Interval, text: string, bounds: readonly string[]): boolean {
  const version = versionOf(text);
  if (from >= 0 && compareVersions(version, versionOf(bounds[from] ?? "")) < 0) return false;
  if (to === null) return true;
  const order = compareVersions(version, versionOf(bounds[to] ?? ""));
  return end === "last-affected" ? order <= 0 : order < 0;
}

/** The same by parsed bounds, without places: what both others have to agree with. */
function byComparing(asked: readonly Asked[]): number {
  let affected = 0;
  for (const { known, ranges, versions } of asked) {
    const bounds = known.bounds.map(versionOf);
    const isBelow = (version: Version, rank: number): boolean =>
      compareVersions(version, bounds[rank] ?? version) < 0;
    for (const { from, to, end } of ranges)
      for (const version of versions) {
        const last = to === null ? null : (bounds[to] ?? version);
        const order = last === null ? -1 : compareVersions(version, last);
        if ((from < 0 || !isBelow(version, from)) && (order < 0 || (order === 0 && end === "last-affected")))
          affected += 1;
      }
  }
  return affected;
}

/** Whole examinations, with groups, problems and fixes, of so many pairs; the problems that there are. */
function examinePairs(asked: readonly Asked[], pairs: number): number {
  let [done, problems] = [0, 0];
  for (let round = 0; done < pairs; round++)
    for (const { known, texts } of asked) {
      const version = texts[round % Math.max(texts.length, 1)];
      if (version === undefined || done === pairs) continue;
      problems += examine({ name: known.name, version }, known).problems.length;
      done += 1;
    }
  return problems;
}

function timed<T>(run: () => T): { readonly value: T; readonly seconds: number } {
  const start = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(start);
  return { value, seconds: (user + system) / 1e6 };
}

function rateOf({ value, seconds }: { readonly value: Count; readonly seconds: number }): number {
  return value.evaluations / seconds;
}

function rounded(value: number): string {
  return Math.round(value).toLocaleString("en");
}

process.exitCode = main(Number(process.argv[2] ?? "1000000"));
