import { compareVersions, formatVersion, type Version } from "../../python/index.ts";
import type { Candidates } from "../exclusion.ts";
import { contains, type VersionSet } from "../version-set.ts";

/** A subject of a sentence: what it says, and whether its verb stands in the plural. */
export interface Subject {
  readonly text: string;
  readonly isPlural: boolean;
}

/** More stretches of versions than this are not listed. */
const MAX_RUNS = 4;

/** Every version that the index has, the oldest first, chosen or not. */
export function publishedVersions(candidates: Candidates | undefined): readonly Version[] {
  return (candidates?.all ?? []).toSorted(compareVersions);
}

/** The versions of the set as people name them, by what the index has: `acme 1.0`, `acme 1.2 to 1.9`, `every version of acme`. */
export function describeSet(key: string, set: VersionSet, published: readonly Version[]): Subject {
  const isIn = published.map((version) => contains(set, version));
  if (isIn.length > 1 && isIn.every(Boolean)) return { text: `every version of ${key}`, isPlural: false };
  const inside = published.filter((_, at) => isIn[at]);
  if (inside.length === 0) return { text: key, isPlural: false };
  return { text: `${key} ${describeVersions(inside, published)}`, isPlural: inside.length > 1 };
}

/** `inside` in the order of `published`, and all of them in it. */
export function describeVersions(inside: readonly Version[], published: readonly Version[]): string {
  const runs: Version[][] = [];
  const wanted = new Set(inside);
  let isOpen = false;
  for (const version of published) {
    if (!wanted.has(version)) isOpen = false;
    else if (isOpen) runs.at(-1)?.push(version);
    else {
      runs.push([version]);
      isOpen = true;
    }
  }
  const texts = runs.slice(0, MAX_RUNS).flatMap((run) => describeRun(run, published));
  if (runs.length > MAX_RUNS) texts.push(`${runs.slice(MAX_RUNS).flat().length} more`);
  return list(texts);
}

function describeRun(run: readonly Version[], published: readonly Version[]): string[] {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (run.length <= 2) return run.map(formatVersion);
  if (last === published.at(-1) && first !== published[0]) return [`${formatVersion(first)} and later`];
  return [`${formatVersion(first)} to ${formatVersion(last)}`];
}

/** `a`, `a and b`, `a, b and c`. */
export function list(texts: readonly string[]): string {
  if (texts.length <= 1) return texts[0] ?? "";
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1) ?? ""}`;
}
