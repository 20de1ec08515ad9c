import type { Advisory, Match, PackageAdvisories, Problem, Severity } from "../model/index.ts";
import { likeliest, weaknessTitle } from "../model/index.ts";
import { advisoryUrl, foldAdvisoryId, sortByAdvisoryId } from "./advisory-id.ts";
import { confidenceOf } from "./confidence.ts";
import { isDisagreement, toFindingRecord, withRanges } from "./disagreement.ts";
import { fixedRanks, lowestFix } from "./fix-version.ts";
import type { Place } from "./place.ts";

/** One group of records that affects (or may affect) the version at this place, told as one problem. */
export function makeProblem(
  matches: readonly Match[],
  place: Place | null,
  known: PackageAdvisories,
): Problem {
  const sorted = sortByAdvisoryId(matches, (match) => match.advisory.id);
  const records = sorted.map((match) => match.advisory);
  const speakers = speakersOf(sorted);
  const [id = "", ...aliases] = idsOf(records);
  const fix = place === null ? null : lowestFix(records, place, known.bounds);
  return {
    id,
    aliases,
    kind: speakers.some((record) => record.kind === "malware") ? "malware" : "vulnerability",
    // The first words that a record of the group has, also where only another one speaks of this version.
    title: records.find(({ summary }) => summary)?.summary ?? titleOf(speakers, known.name),
    url: advisoryUrl(id),
    severity: worstSeverity(speakers),
    disclosed: earliest(records.map((record) => record.disclosed)),
    imported: earliest(records.map((record) => record.imported ?? record.published)),
    modified: latest(records.map((record) => record.modified)),
    confidence: confidenceOf(sorted),
    records: isDisagreement(sorted) ? withRanges(sorted, known.bounds) : sorted.map(toFindingRecord),
    fixedIn: fixedRanks(records).map((rank) => known.bounds[rank] ?? ""),
    fix: fix === null ? null : { version: fix, basis: "advisory" },
    exploited: exploitedOf(records),
    epss: likeliest(records.map((record) => record.epss)),
  };
}

/** The records that affect the version; where none does, those that cannot decide. */
function speakersOf(matches: readonly Match[]): readonly Advisory[] {
  const affecting = matches.filter((match) => match.affected);
  const speaking = affecting.length > 0 ? affecting : matches.filter((match) => match.advisory.undecided);
  return speaking.map((match) => match.advisory);
}

/** Each id once; of two spellings the one in capitals, which the order puts first. */
function idsOf(records: readonly Advisory[]): readonly string[] {
  const ids = sortByAdvisoryId(
    records.flatMap((record) => [record.id, ...record.aliases]),
    (id) => id,
  );
  const seen = new Set<string>();
  return ids.filter((id) => {
    const folded = foldAdvisoryId(id);
    return !seen.has(folded) && seen.add(folded);
  });
}

function titleOf(records: readonly Advisory[], name: string): string | null {
  for (const record of records) {
    const title = record.weakness === null ? null : weaknessTitle(record.weakness);
    if (title !== null) return `${title} in ${name}`;
  }
  return null;
}

const LEVELS = [
  "unknown",
  "none",
  "low",
  "medium",
  "high",
  "critical",
] as const satisfies readonly Severity["level"][];

/**
 * One severity for the group: that of the affecting record with the highest score; without scores, of the one with the
 * highest level; of equals, the first by id. It is one record's whole answer, never a mixture.
 */
function worstSeverity(records: readonly Advisory[]): Severity {
  let worst: Advisory | null = null;
  for (const record of records) {
    if (worst === null || isWorse(record.severity, worst.severity)) worst = record;
  }
  if (worst === null) return { level: "unknown", score: null, vector: null, source: null };
  const { severity } = worst;
  return severity.source === null && severity.level !== "unknown"
    ? { ...severity, source: worst.id }
    : severity;
}

function isWorse(left: Severity, right: Severity): boolean {
  const byScore = (left.score ?? -1) - (right.score ?? -1);
  return (byScore || LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level)) > 0;
}

/** The day of a CVE is the same whichever record carries it, so a silent twin may tell it. */
function exploitedOf(records: readonly Advisory[]): Problem["exploited"] {
  const since = earliest(records.map((record) => record.exploitedSince));
  return since === null ? null : { since };
}

/** RFC 3339 in UTC to the second sorts as text. */
function earliest(dates: readonly (string | null)[]): string | null {
  return dates.reduce((best, date) => (best === null || (date !== null && date < best) ? date : best), null);
}

function latest(dates: readonly string[]): string | null {
  return dates.reduce<string | null>((best, date) => (best === null || date > best ? date : best), null);
}
