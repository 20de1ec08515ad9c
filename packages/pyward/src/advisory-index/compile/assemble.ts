import { compareText, type Advisory, type Interval, type PackageAdvisories } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { compareVersions } from "../../python/index.ts";
import type { CompiledPackage, CompiledRecord, RecordFacts } from "./compile-record.ts";
import type { Stretch } from "./evaluate.ts";
import { moved } from "../merge-bounds.ts";
import type { Bound, VersionReader } from "./versions.ts";
import { compareBounds } from "./versions.ts";

export interface About {
  readonly facts: RecordFacts;
  readonly said: CompiledPackage;
}

/** Sorted by name. `records` come sorted by id. */
export function assemblePackages(records: readonly CompiledRecord[]): readonly PackageAdvisories[] {
  const about = records.flatMap(({ facts, packages }) => packages.map((said) => ({ facts, said })));
  return [...Map.groupBy(about, ({ said }) => said.name)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entries]) => assemble(name, entries));
}

function assemble(name: PackageName, entries: readonly About[]): PackageAdvisories {
  const { bounds, rankOf } = rankBounds(entries.flatMap(({ said }) => namedBounds(said)));
  return { name, bounds, advisories: entries.map((about) => toAdvisory(about, rankOf)) };
}

/**
 * What `assemblePackages` gives of all records of a package, out of what it gave before and those that changed: `changed` are their ids, `entries` what
 * they say now. Null where that cannot be told: equal versions (`1.0`, `1.0.0`) stand under their shortest text, and where a record that changed
 * had that version too, and no longer says it so, nobody knows how the others spell it.
 */
export function reassemble(
  before: PackageAdvisories,
  changed: ReadonlySet<string>,
  { entries, reader }: { readonly entries: readonly About[]; readonly reader: VersionReader },
): PackageAdvisories | null {
  const [gone, kept] = [true, false].map((is) =>
    before.advisories.filter(({ id }) => changed.has(id) === is),
  );
  const [left, used] = [new Set(gone?.flatMap(ranksOf)), new Set(kept?.flatMap(ranksOf))];
  const named = entries.flatMap(({ said }) => namedBounds(said));
  const spelled = new Set(named.map(({ text }) => text));
  const old = new Map<number, Bound>();
  for (const rank of used) {
    const bound = reader.read(before.bounds[rank] ?? "");
    if (bound === null || (left.has(rank) && !spelled.has(bound.text))) return null;
    old.set(rank, bound);
  }
  const { bounds, rankOf } = rankBounds([...old.values(), ...named]);
  const places: number[] = [];
  for (const [rank, bound] of old) places[rank] = rankOf(bound);
  const advisories = [
    ...(kept ?? []).map((advisory) => moved(advisory, places)),
    ...entries.map((about) => toAdvisory(about, rankOf)),
  ];
  return { name: before.name, bounds, advisories: advisories.toSorted((a, b) => compareText(a.id, b.id)) };
}

function ranksOf({ intervals, enumerated, fixed }: Advisory): readonly number[] {
  const ends = intervals.flatMap(({ from, to }) => [from, to ?? -1]).filter((rank) => rank !== -1);
  return [...ends, ...enumerated, ...fixed];
}

function toAdvisory({ facts, said }: About, rankOf: (bound: Bound) => number): Advisory {
  const { stretches, enumerated, oddVersions, fixed, undecided } = said.evaluation;
  const intervals = distinctIntervals(stretches.map((stretch) => toInterval(stretch, rankOf)));
  return {
    ...facts,
    intervals,
    enumerated: distinctRanks(enumerated.map(rankOf)),
    oddVersions,
    fixed: distinctRanks(fixed.map(rankOf)),
    undecided,
    unbounded: intervals.some((interval) => interval.from === -1 && interval.end === "open"),
    severity: said.severity,
  };
}

function namedBounds({ evaluation }: CompiledPackage): readonly Bound[] {
  const ends = evaluation.stretches.flatMap(({ from, to }) => [from, to]).filter((bound) => bound !== null);
  return [...ends, ...evaluation.enumerated, ...evaluation.fixed];
}

/** Equal versions (`1.0`, `1.0.0`) share a rank; the text that stands for them is the shortest. */
function rankBounds(named: readonly Bound[]): {
  readonly bounds: readonly string[];
  readonly rankOf: (bound: Bound) => number;
} {
  const bounds: Bound[] = [];
  const ranks = new Map<string, number>();
  for (const bound of named.toSorted(compareBounds)) {
    const last = bounds.at(-1);
    if (last === undefined || compareVersions(last.version, bound.version) !== 0) bounds.push(bound);
    ranks.set(bound.text, bounds.length - 1);
  }
  return { bounds: bounds.map(({ text }) => text), rankOf: ({ text }) => ranks.get(text) ?? -1 };
}

function toInterval({ from, to, end }: Stretch, rankOf: (bound: Bound) => number): Interval {
  return {
    from: from === null ? -1 : rankOf(from),
    to: to === null ? null : rankOf(to),
    end,
    repaired: from?.repaired === true || to?.repaired === true,
  };
}

function distinctRanks(ranks: readonly number[]): readonly number[] {
  return [...new Set(ranks)].toSorted((a, b) => a - b);
}

/** Ascending; two ranges of a record often say the same. */
function distinctIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const keyed = new Map(intervals.map((interval) => [Object.values(interval).join(" "), interval]));
  return [...keyed.values()].toSorted(compareIntervals);
}

/** A total order: the input's own never shows. An interval without an end comes last. */
function compareIntervals(a: Interval, b: Interval): number {
  return (
    a.from - b.from ||
    (a.to ?? Number.MAX_SAFE_INTEGER) - (b.to ?? Number.MAX_SAFE_INTEGER) ||
    compareText(a.end, b.end) ||
    Number(a.repaired) - Number(b.repaired)
  );
}
