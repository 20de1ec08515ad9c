import type { TestPackages, TestRelease } from "../../../test/loopback-packages.ts";

/** A made-up project: an index, advisories about it, and a requirements file that has some of them. */
export interface RandomProject {
  readonly packages: TestPackages;
  /** OSV records. */
  readonly advisories: readonly object[];
  readonly requirements: string;
}

const VERSIONS = ["1.0", "1.0.1", "1.1", "1.2", "2.0", "2.1"];
const NAMES = ["app", "web", "auth", "tool", "core", "util", "text", "base"];

/** Packages that need later ones only, the oldest versions there today; of every third project only what it asks for is pinned. */
export function randomProject(seed: number): RandomProject {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const names = NAMES.slice(0, 3 + Math.floor(random() * (NAMES.length - 2)));
  const packages: Record<string, Record<string, TestRelease>> = {};
  const advisories: object[] = [];
  for (const [at, name] of names.entries()) {
    const later = names.slice(at + 1);
    const versions = VERSIONS.slice(0, 2 + Math.floor(random() * 5));
    packages[name] = Object.fromEntries(
      versions.map((version, place) => [version, releaseOf(later, place === 0, { random, pick })]),
    );
    if (random() < 0.5) advisories.push(advisoryOf(name, advisories.length, pick(versions)));
    if (random() < 0.15) advisories.push(advisoryOf(name, advisories.length, null, pick(versions)));
  }
  const roots = names.slice(0, 1 + Math.floor(random() * 2));
  const today = seed % 3 === 0 ? roots : neededToday(packages, roots);
  return { packages, advisories, requirements: `${today.map((name) => `${name}==1.0`).join("\n")}\n` };
}

interface Chance {
  readonly random: () => number;
  readonly pick: <T>(items: readonly T[]) => T;
}

/** What is there today fits together. */
function releaseOf(later: readonly string[], isToday: boolean, { random, pick }: Chance): TestRelease {
  const needs = later.flatMap((other) => {
    if (random() < 0.55) return [];
    const range = pick(["", "", `<${pick(VERSIONS.slice(1))}`, `>=${pick(VERSIONS)}`, `<2`]);
    return [`${other}${isToday && range.startsWith(">") ? "" : range}`];
  });
  return {
    needs,
    ...(random() < 0.05 && !isToday ? { yanked: "broken" } : {}),
    ...(random() < 0.1 && !isToday ? { python: ">=3.13" } : {}),
  };
}

/** Fixed in a version, or never (null); from the first version or from `introduced`. */
function advisoryOf(name: string, number: number, fixed: string | null, introduced = "0"): object {
  const id = `PYSEC-2025-${number + 1}`;
  const events = [{ introduced }, ...(fixed === null ? [] : [{ fixed }])];
  const affected = [{ package: { ecosystem: "PyPI", name }, ranges: [{ type: "ECOSYSTEM", events }] }];
  return { id, published: "2025-01-01T00:00:00Z", modified: "2025-01-01T00:00:00Z", affected };
}

function neededToday(packages: TestPackages, roots: readonly string[]): readonly string[] {
  const found = new Set(roots);
  for (const name of found)
    for (const need of packages[name]?.["1.0"]?.needs ?? []) found.add(need.replace(/[<>=].*/, ""));
  return [...found];
}

/** Marsaglia's xorshift: the same numbers everywhere. */
function randomOf(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
