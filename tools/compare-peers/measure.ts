import { compareVersions, parseVersion } from "../../packages/pyward/src/python/index.ts";
import type { Row } from "./answers.ts";
import { causeOfNoise, causeOfSilence, type Cause } from "./causes.ts";
import type { PeerId } from "./peers.ts";
import type { Group, Groups } from "./truth.ts";

/** How often a cause made a difference, and the first few places. */
export interface Differences {
  readonly count: number;
  readonly examples: readonly string[];
}

export interface FixCounts {
  /** Rows that show at least one fix. */
  readonly shown: number;
  /** … of those, rows in which some fix is not above the version in use. */
  readonly notAbove: number;
  /** … of those in `notAbove`, rows whose first fix is not the one to take. */
  readonly firstIsWrong: number;
  /** Of all rows with a plain answer: the first fix is the one to take, or none is shown where there is none. */
  readonly right: number;
  readonly judged: number;
}

export interface Comparison {
  readonly rows: number;
  readonly findings: number;
  readonly agreed: number;
  readonly onlyPyward: ReadonlyMap<Cause, Differences>;
  readonly onlyPeer: ReadonlyMap<Cause, Differences>;
  readonly fixes: FixCounts | null;
}

/** The groups that rows name. A row about no known group keeps a key of its own, so that it cannot vanish. */
export function groupKeys(rows: readonly Row[], groups: Groups): ReadonlyMap<string, Group | null> {
  return new Map(
    rows.map((row) => {
      const group = groups.find(row.name, row.version, row.ids);
      return [group?.key ?? `${row.name} ${row.version} ${row.ids[0]}`, group];
    }),
  );
}

export interface Compared {
  readonly peer: PeerId;
  readonly rows: readonly Row[];
  readonly pyward: readonly Row[];
  readonly groups: Groups;
  /** Packages that were not given to the peer, for they end its run. */
  readonly leftOut: ReadonlySet<string>;
}

/** One peer's rows beside pyward's; every difference has a cause. */
export function compare({ peer, rows, pyward, groups, leftOut }: Compared): Comparison {
  const theirs = groupKeys(rows, groups);
  const ours = groupKeys(pyward, groups);
  const onlyPyward = [...ours].filter(([key]) => !theirs.has(key));
  const onlyPeer = [...theirs].filter(([key]) => !ours.has(key));
  return {
    rows: rows.length,
    findings: theirs.size,
    agreed: theirs.size - onlyPeer.length,
    onlyPyward: count(onlyPyward, (group) => {
      if (rows.length === 0) return "input-not-read";
      if (group === null) return "unexplained";
      return leftOut.has(group.name) ? "left-out" : causeOfSilence(peer, group);
    }),
    onlyPeer: count(onlyPeer, (group) => (group === null ? "unexplained" : causeOfNoise(group))),
    fixes: countFixes(rows, groups),
  };
}

function count(
  entries: readonly (readonly [string, Group | null])[],
  causeOf: (group: Group | null) => Cause,
): ReadonlyMap<Cause, Differences> {
  const counts = new Map<Cause, Differences>();
  for (const [key, group] of entries) {
    const cause = causeOf(group);
    const { count: before, examples } = counts.get(cause) ?? { count: 0, examples: [] };
    counts.set(cause, { count: before + 1, examples: examples.length < 12 ? [...examples, key] : examples });
  }
  return counts;
}

/** Null where no row says anything about fixes. */
export function countFixes(rows: readonly Row[], groups: Groups): FixCounts | null {
  if (rows.every((row) => row.fixes === null)) return null;
  const judged = rows.map((row) => judgeFix(row, groups.find(row.name, row.version, row.ids)));
  const sum = (what: keyof FixJudgement): number => judged.filter((each) => each[what]).length;
  return {
    shown: sum("shown"),
    notAbove: sum("notAbove"),
    firstIsWrong: judged.filter((each) => each.notAbove && !each.right).length,
    right: judged.filter((each) => each.plain && each.right).length,
    judged: sum("plain"),
  };
}

interface FixJudgement {
  readonly shown: boolean;
  readonly notAbove: boolean;
  readonly right: boolean;
  /** The group has a plain truth: no unreadable bound. */
  readonly plain: boolean;
}

function judgeFix({ fixes, version }: Row, group: Group | null): FixJudgement {
  const [first] = fixes ?? [];
  const wanted = fixToTake(group);
  return {
    shown: first !== undefined,
    notAbove: (fixes ?? []).some((fix) => !isAbove(fix, version)),
    right:
      first === undefined || wanted === null ? first === undefined && wanted === null : isSame(wanted, first),
    plain: group !== null && group.records.every((record) => !record.oddBound && record.decidable),
  };
}

/** The lowest version that every affecting record of the group names as free of it; null if one has no fix. */
function fixToTake(group: Group | null): string | null {
  const fixes = (group?.records ?? []).filter((record) => record.affected).map((record) => record.fix);
  return fixes.reduce<string | null>(
    (highest, fix) => (highest === null || fix === null ? fix : isAbove(fix, highest) ? fix : highest),
    fixes[0] ?? null,
  );
}

/** A fix that is not PEP 440 is above nothing. */
function isAbove(fix: string, version: string): boolean {
  return order(fix, version) === 1;
}

function isSame(left: string, right: string): boolean {
  return order(left, right) === 0;
}

function order(left: string, right: string): number | null {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  return a.ok && b.ok ? compareVersions(a.value, b.value) : null;
}
