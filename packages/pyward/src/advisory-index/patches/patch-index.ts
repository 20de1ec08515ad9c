import { createHash } from "node:crypto";

import type { Advisory, Interval, PackageAdvisories } from "../../model/index.ts";
import { compareVersions, parseVersion } from "../../python/index.ts";
import type { AdvisoryIndex } from "../advisory-index.ts";
import { withBounds } from "../merge-bounds.ts";
import type { Patch, PatchedRange } from "./read-patches.ts";

/** The patches of one team, and the name that it gave them. */
export interface Patches {
  readonly feed: string;
  readonly patches: readonly Patch[];
}

/**
 * A database whose records say what patches make of them; where two are about one record, the later one is applied to what the
 * earlier one made of it. `modified` and the counts stay those of the database. Pure.
 */
export function patchIndex(base: AdvisoryIndex, { feed, patches }: Patches): AdvisoryIndex {
  const byId = Map.groupBy(patches, ({ id }) => id.toLowerCase());
  const identity = createHash("sha256").update(`${base.info.id} ${feed} ${JSON.stringify(patches)}`);
  return {
    ...base,
    info: { ...base.info, id: `sha256:${identity.digest("hex")}` },
    lookup: (name) => {
      const known = base.lookup(name);
      if (known === null || !known.advisories.some(({ id }) => byId.has(id.toLowerCase()))) return known;
      const asked = known.advisories.flatMap(({ id }) => byId.get(id.toLowerCase()) ?? []);
      const wanted = asked.filter((patch) => patch.package === null || patch.package === known.name);
      return wanted.reduce((package_, patch) => patchPackage(package_, patch, feed), known);
    },
  };
}

/** The bounds take in what the patch names, so that each rank stays the place of a version. */
function patchPackage(known: PackageAdvisories, patch: Patch, feed: string): PackageAdvisories {
  const placed = withBounds(known, versionsOf(patch));
  return {
    ...placed,
    advisories: placed.advisories.map((advisory) =>
      advisory.id.toLowerCase() === patch.id.toLowerCase()
        ? patched(advisory, patch, { feed, bounds: placed.bounds })
        : advisory,
    ),
  };
}

function versionsOf({ affected, addFixed }: Patch): readonly string[] {
  const named = (affected ?? []).flatMap((range) =>
    range.kind === "version" ? [range.version] : [range.introduced, range.fixed, range.lastAffected],
  );
  return [...named, addFixed].filter((version) => version !== null);
}

interface Placing {
  readonly feed: string;
  readonly bounds: readonly string[];
}

function patched(advisory: Advisory, patch: Patch, { feed, bounds }: Placing): Advisory {
  const rankOf = (version: string): number => bounds.findIndex((bound) => isSameVersion(bound, version));
  const corrected = patch.affected === null ? advisory : withAffected(advisory, patch.affected, rankOf);
  const fixed = patch.addFixed === null ? corrected : withFix(corrected, rankOf(patch.addFixed));
  const severity =
    patch.severity === null ? fixed.severity : { ...patch.severity, source: `${advisory.id} (${feed})` };
  return {
    ...fixed,
    severity,
    disputed: fixed.disputed || patch.isDisputed,
    withdrawn: fixed.withdrawn ?? (patch.isWithdrawn ? advisory.modified : null),
    patchedBy: feed,
    patchReason: patch.owner === null ? patch.reason : `${patch.reason} (${patch.owner})`,
  };
}

function withAffected(
  advisory: Advisory,
  affected: readonly PatchedRange[],
  rankOf: (version: string) => number,
): Advisory {
  const intervals = affected.flatMap((range) => (range.kind === "range" ? [intervalOf(range, rankOf)] : []));
  const enumerated = affected.flatMap((range) => (range.kind === "version" ? [rankOf(range.version)] : []));
  const fixed = intervals.flatMap(({ to, end }) => (to !== null && end === "fixed" ? [to] : []));
  return {
    ...advisory,
    intervals: intervals.toSorted((a, b) => a.from - b.from),
    enumerated: ascending(enumerated),
    oddVersions: [],
    fixed: ascending(fixed),
    undecided: false,
    unbounded: intervals.some(isUnbounded),
  };
}

function intervalOf(
  { introduced, fixed, lastAffected }: Extract<PatchedRange, { kind: "range" }>,
  rankOf: (version: string) => number,
): Interval {
  const from = introduced === null || introduced === "0" ? -1 : rankOf(introduced);
  const end = fixed ?? lastAffected;
  if (end === null) return { from, to: null, end: "open", repaired: false };
  return { from, to: rankOf(end), end: fixed === null ? "last-affected" : "fixed", repaired: false };
}

/** What has no fix ends there; a range that has one keeps it, since which of the two holds is not said. */
function withFix(advisory: Advisory, rank: number): Advisory {
  const intervals = advisory.intervals.map((interval): Interval => {
    const isOpen =
      interval.end === "open" || (interval.end === "last-affected" && (interval.to ?? 0) >= rank);
    return isOpen && interval.from < rank ? { ...interval, to: rank, end: "fixed" } : interval;
  });
  return {
    ...advisory,
    intervals,
    enumerated: advisory.enumerated.filter((one) => one < rank),
    fixed: ascending([...advisory.fixed, rank]),
    unbounded: intervals.some(isUnbounded),
  };
}

function isUnbounded({ from, end }: Interval): boolean {
  return from === -1 && end === "open";
}

function ascending(ranks: readonly number[]): readonly number[] {
  return [...new Set(ranks)].toSorted((a, b) => a - b);
}

function isSameVersion(one: string, other: string): boolean {
  const [a, b] = [parseVersion(one), parseVersion(other)];
  return a.ok && b.ok ? compareVersions(a.value, b.value) === 0 : one === other;
}
