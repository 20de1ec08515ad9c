import type { Advisory, FindingRecord, Interval, Match } from "../model/index.ts";

/** Some record affects the version, and another one that can speak about this package does not. */
export function isDisagreement(matches: readonly Match[]): boolean {
  return (
    matches.length > 1 &&
    matches.some(({ affected }) => affected) &&
    matches.some(({ affected, advisory }) => !affected && !advisory.undecided)
  );
}

/** The records as the report shows them, each with all that it calls affected: where they disagree, that is the question. */
export function withRanges(matches: readonly Match[], bounds: readonly string[]): readonly FindingRecord[] {
  return matches.map((match) => {
    const record = toFindingRecord(match);
    return match.advisory.undecided ? record : { ...record, affects: affectsText(match.advisory, bounds) };
  });
}

export function toFindingRecord({
  advisory,
  affected,
  by,
  introduced,
  fixed,
  lastAffected,
}: Match): FindingRecord {
  const { id, feed, patchedBy, patchReason = "" } = advisory;
  const record = { id, feed, affected, by, introduced, fixed, lastAffected };
  return patchedBy === null ? record : { ...record, patchedBy, patchReason };
}

const LISTED = 5;

/** Specifiers as PEP 440 writes them, the alternatives apart: `<1.2 or >=2.0,<2.3 or 3.1`. */
function affectsText({ intervals, enumerated, oddVersions }: Advisory, bounds: readonly string[]): string {
  const ranges = [...new Set(intervals.map((interval) => rangeText(interval, bounds)))];
  const listed = [...enumerated.map((rank) => bounds[rank] ?? ""), ...oddVersions];
  const more = listed.length - LISTED;
  const parts = [
    ...ranges.slice(0, LISTED),
    ...(ranges.length > LISTED ? [`${ranges.length - LISTED} more ranges`] : []),
    ...listed.slice(0, LISTED),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  return parts.length === 0 ? "no version" : parts.join(" or ");
}

function rangeText({ from, to, end }: Interval, bounds: readonly string[]): string {
  const first = from === -1 ? [] : [`>=${bounds[from] ?? ""}`];
  const last = to === null ? [] : [`${end === "last-affected" ? "<=" : "<"}${bounds[to] ?? ""}`];
  const range = [...first, ...last].join(",");
  return range === "" ? "every version" : range;
}
