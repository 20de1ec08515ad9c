import type { Distribution } from "./distribution.ts";
import type { SiteDirectory } from "./site-directories.ts";

/** A distribution and the site directory that has it. */
export interface FoundIn {
  readonly distribution: Distribution;
  readonly directory: SiteDirectory;
}

/** A release that an interpreter of the environment finds. */
export interface Installed extends Distribution {
  /** Every place that records it, at least one. */
  readonly places: readonly FoundIn[];
}

/** What counts, in the order of the module path and then of names, and sentences on what does not. */
interface OnPath {
  readonly installed: readonly Installed[];
  readonly notes: readonly string[];
}

/**
 * Of a name in several folders of one module path the first is what an interpreter imports, and the others are
 * shadowed (`importlib.metadata`). In one folder nothing says which of two versions the files are, so both count.
 */
export function onPath(found: readonly FoundIn[]): OnPath {
  const series = new Set(
    found.flatMap(({ directory }) => (isShared(directory.python) ? [] : [directory.python])),
  );
  const byName = new Map<string, FoundIn[]>();
  const notes: string[] = [];
  for (const candidate of inOrder(found)) {
    const { name, version } = candidate.distribution;
    const kept = byName.get(name) ?? [];
    const shadow = kept.find(({ directory }) => isBefore(directory, candidate.directory, series.size));
    if (shadow === undefined) byName.set(name, [...kept, candidate]);
    else if (shadow.distribution.version !== version) notes.push(shadowed(candidate, shadow));
  }
  const installed = [...byName.values()].flatMap(mergeReleases);
  for (const [name, kept] of byName) notes.push(...rivals(name, kept));
  return { installed: installed.toSorted(byPlace(found)), notes };
}

/** By name in every folder; the folders stay in their order. */
function inOrder(found: readonly FoundIn[]): readonly FoundIn[] {
  const rank = ranks(found);
  const rankOf = ({ directory }: FoundIn): number => rank.get(directory) ?? 0;
  return found.toSorted((a, b) => rankOf(a) - rankOf(b) || compare(a.distribution.name, b.distribution.name));
}

function byPlace(found: readonly FoundIn[]): (a: Installed, b: Installed) => number {
  const rank = ranks(found);
  const rankOf = ({ places }: Installed): number => rank.get(places[0]?.directory ?? NOWHERE) ?? 0;
  return (a, b) =>
    rankOf(a) - rankOf(b) || compare(a.name, b.name) || compare(a.version ?? "", b.version ?? "");
}

const NOWHERE: SiteDirectory = { path: "", python: null };

function ranks(found: readonly FoundIn[]): ReadonlyMap<SiteDirectory, number> {
  return new Map(
    [...new Set(found.map(({ directory }) => directory))].map((directory, rank) => [directory, rank]),
  );
}

/** On the path of every interpreter of the environment, as far as one can tell. */
function isShared(python: string | null): boolean {
  return python === null || !python.includes(".");
}

/** Whether every interpreter that searches `later` has searched `earlier` before. */
function isBefore(earlier: SiteDirectory, later: SiteDirectory, series: number): boolean {
  if (earlier === later) return false;
  if (earlier.python === later.python || isShared(earlier.python)) return true;
  return isShared(later.python) && series <= 1;
}

function mergeReleases(kept: readonly FoundIn[]): readonly Installed[] {
  const byVersion = Map.groupBy(kept, ({ distribution }) => distribution.version);
  return [...byVersion.values()].flatMap((places) => {
    const best = places.find(({ distribution }) => distribution.requirements.length > 0) ?? places[0];
    if (best === undefined) return [];
    const all = places.map(({ distribution }) => distribution);
    return {
      ...best.distribution,
      isEditable: all.some(({ isEditable }) => isEditable),
      isRequested: all.some(({ isRequested }) => isRequested),
      places,
    };
  });
}

function shadowed({ distribution, directory }: FoundIn, shadow: FoundIn): string {
  const { name, version } = distribution;
  const winner = `${shadow.distribution.version ?? "a development install"} in ${shadow.directory.path || "."}`;
  return `${name} ${version ?? ""} in ${directory.path || "."} is shadowed by ${winner}, and was not audited`;
}

function rivals(name: string, kept: readonly FoundIn[]): readonly string[] {
  const notes: string[] = [];
  for (const directory of new Set(kept.map((place) => place.directory))) {
    const versions = new Set(
      kept
        .filter((place) => place.directory === directory)
        .map(({ distribution }) => distribution.version ?? "a development install"),
    );
    if (versions.size < 2) continue;
    const list = [...versions].join(" and ");
    notes.push(
      `${name} is recorded as ${list} in ${directory.path || "."}; which of them its files are cannot be told, so all were audited`,
    );
  }
  return notes;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
