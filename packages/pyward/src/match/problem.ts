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
  const sorted = sortByAdvisoryId(matches, ({ advisory }) => advisory.id);
  const records = sorted.map(({ advisory }) => advisory);
  const speakers = speakersOf(sorted, records);
  const ids = idsOf(records);
  const id = ids[0] ?? "";
  const fix = place === null ? null : lowestFix(records, place, known.bounds);
  return {
    id,
    aliases: ids.slice(1),
    kind: speakers.some((record) => record.kind === "malware") ? "malware" : "vulnerability",
    // The first words that a record of the group has, also where only another one speaks of this version.
    title: records.find(({ summary }) => summary)?.summary ?? titleOf(speakers, known.name),
    url: advisoryUrl(id),
    severity: worstSeverity(speakers),
    disclosed: earliest(records, disclosedOf),
    imported: earliest(records, importedOf),
    modified: latest(records),
    confidence: confidenceOf(sorted),
    records: isDisagreement(sorted) ? withRanges(sorted, known.bounds) : sorted.map(toFindingRecord),
    fixedIn: fixedRanks(records).map((rank) => known.bounds[rank] ?? ""),
    fix: fix === null ? null : { version: fix, basis: "advisory" },
    exploited: exploitedOf(records),
    epss: likeliest(records.map((record) => record.epss)),
  };
}

/** The records that affect the version; where none does, those that cannot decide. */
function speakersOf(matches: readonly Match[], records: readonly Advisory[]): readonly Advisory[] {
  if (records.length === 1) return records; // it made the problem, so it speaks
  const affecting = matches.filter((match) => match.affected);
  const speaking = affecting.length > 0 ? affecting : matches.filter((match) => match.advisory.undecided);
  return speaking.map((match) => match.advisory);
}

/** Each id once; of two spellings the one in capitals, which the order puts first. */
function idsOf(records: readonly Advisory[]): readonly string[] {
  const named: string[] = [];
  records.forEach(({ id, aliases }) => named.push(id, ...aliases));
  const ids = sortByAdvisoryId(named, (id) => id);
  const folded = ids.map(foldAdvisoryId);
  if (areDistinct(folded)) return ids;
  const seen = new Set<string>();
  return ids.filter((_, at) => {
    const id = folded[at] ?? "";
    return !seen.has(id) && seen.add(id);
  });
}

const FEW = 8;

/** Most problems have two or three ids: a set of them costs more than to look through them. */
function areDistinct(ids: readonly string[]): boolean {
  if (ids.length > FEW) return new Set(ids).size === ids.length;
  return ids.every((id, at) => ids.indexOf(id) === at);
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
  const since = earliest(records, exploitedSinceOf);
  return since === null ? null : { since };
}

type DateOf = (record: Advisory) => string | null;

const disclosedOf: DateOf = ({ disclosed }) => disclosed;
const importedOf: DateOf = ({ imported, published }) => imported ?? published;
const exploitedSinceOf: DateOf = ({ exploitedSince }) => exploitedSince;

/** RFC 3339 in UTC to the second sorts as text. */
function earliest(records: readonly Advisory[], dateOf: DateOf): string | null {
  let best: string | null = null;
  records.forEach((record) => {
    const date = dateOf(record);
    if (best === null || (date !== null && date < best)) best = date;
  });
  return best;
}

function latest(records: readonly Advisory[]): string | null {
  let best: string | null = null;
  records.forEach(({ modified }) => {
    if (best === null || modified > best) best = modified;
  });
  return best;
}
