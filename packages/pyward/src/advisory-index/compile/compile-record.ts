import type { Advisory, AdvisoryDetails, Severity } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { formatSeconds, normalizeTime, parseSeconds } from "../timestamp.ts";
import { scoreSeverities } from "./cvss.ts";
import { isDisputed } from "./disputed.ts";
import { highestEpss, type EpssScores } from "./epss-scores.ts";
import type { Evaluation } from "./evaluate.ts";
import { evaluate } from "./evaluate.ts";
import type { ExploitedDays } from "./exploited.ts";
import { exploitedSince } from "./exploited.ts";
import { cleanReferences, fixCommits } from "./links.ts";
import type { OsvAffected, OsvRecord } from "./osv-record.ts";
import type { VersionReader } from "./versions.ts";

/** What is the same for every package of a record. */
export type RecordFacts = Omit<
  Advisory,
  "intervals" | "enumerated" | "oddVersions" | "fixed" | "undecided" | "unbounded" | "severity"
>;

export interface CompiledRecord {
  readonly facts: RecordFacts;
  readonly packages: readonly CompiledPackage[];
  /** Null where there is nothing to show. */
  readonly details: AdvisoryDetails | null;
}

export interface CompiledPackage {
  readonly name: PackageName;
  readonly evaluation: Evaluation;
  readonly severity: Severity;
}

export interface CompileOptions {
  /** `facts` leaves out every sentence of a record and keeps links of type ADVISORY and FIX. */
  readonly content: "facts" | "full";
  readonly exploited: ExploitedDays;
  readonly epss: EpssScores;
  /** When our data first had a record, RFC 3339 UTC; null: it is not known. */
  readonly importedOf: (id: string) => string | null;
  /** pyward's own classification of the weakness; null: not classified. */
  readonly classifyWeakness: (text: {
    readonly summary: string | null;
    readonly details: string | null;
  }) => string | null;
}

const MAX_DESCRIPTION = 200_000;
const MAX_SUMMARY = 2_000;

/** All that the index keeps of one record. Pure. */
export function compileRecord(
  record: OsvRecord,
  reader: VersionReader,
  options: CompileOptions,
): CompiledRecord {
  const byName = Map.groupBy(record.affected, (entry) => entry.name);
  return {
    facts: readFacts(record, options),
    packages: [...byName].map(([name, entries]) => ({
      name,
      evaluation: evaluate(entries, reader),
      severity: readSeverity(record, entries),
    })),
    details: readDetails(record, options),
  };
}

function readFacts(record: OsvRecord, options: CompileOptions): RecordFacts {
  const { id, summary, details } = record;
  const aliases = [...new Set(record.aliases)].filter((alias) => alias !== id).toSorted();
  const published = normalizeTime(record.published);
  const modified = normalizeTime(record.modified) ?? published ?? formatSeconds(0);
  return {
    id,
    feed: feedOf(id),
    kind: /^MAL-/i.test(id) ? "malware" : "vulnerability",
    aliases,
    modified,
    published,
    withdrawn: readWithdrawn(record.withdrawn, modified),
    disclosed: earliestDisclosure(published, [id, ...aliases]),
    disputed: isDisputed(`${summary ?? ""}\n${details ?? ""}`),
    weakness: options.classifyWeakness({ summary, details }),
    summary: options.content === "full" ? summaryOf(record) : null,
    exploitedSince: exploitedSince([id, ...aliases], options.exploited),
    imported: options.importedOf(id),
    epss: highestEpss([id, ...aliases], options.epss),
    patchedBy: null,
  };
}

function summaryOf({ summary }: OsvRecord): string {
  return summary?.slice(0, MAX_SUMMARY) ?? "";
}

/** By the id's own prefix: a zip of osv.dev mixes suppliers. */
function feedOf(id: string): string {
  const prefix = /^(PYSEC|GHSA|PSF)-/i.exec(id)?.[1]?.toUpperCase() ?? "";
  return FEEDS[prefix] ?? "osv";
}

const FEEDS: Readonly<Record<string, string>> = { PYSEC: "pypa", GHSA: "ghsa", PSF: "psf" };

/** A mark without a readable date still withdraws; its day is then the record's last change. */
function readWithdrawn(value: unknown, modified: string): string | null {
  if (value === undefined || value === null || value === false || value === "") return null;
  return normalizeTime(value) ?? modified;
}

/** `published` is often the day of an import, so the year in a CVE id bounds it from above. */
function earliestDisclosure(published: string | null, ids: readonly string[]): string | null {
  const years = ids.flatMap((id) => /^CVE-(\d{4})-/i.exec(id)?.[1] ?? []);
  const moments = [published, ...years.map((year) => `${year}-12-31T00:00:00Z`)].flatMap(
    (moment) => parseSeconds(moment) ?? [],
  );
  return moments.length === 0 ? null : formatSeconds(Math.min(...moments));
}

/** A severity that stands beside the package is more exact than one for the whole record. */
function readSeverity(record: OsvRecord, entries: readonly OsvAffected[]): Severity {
  const own = entries.flatMap((entry) => entry.severity);
  return scoreSeverities(record.id, own.length > 0 ? own : record.severity);
}

function readDetails(record: OsvRecord, options: CompileOptions): AdvisoryDetails | null {
  const all = cleanReferences(record.references);
  const isFull = options.content === "full";
  const details: AdvisoryDetails = {
    summary: isFull ? summaryOf(record) || null : null,
    description: isFull ? (record.details?.slice(0, MAX_DESCRIPTION) ?? null) : null,
    references: isFull ? all : all.filter(({ type }) => type === "ADVISORY" || type === "FIX"),
    fixCommits: fixCommits(record.affected),
    symbols: [...new Set(record.affected.flatMap(({ symbols }) => symbols))],
    // Only malware is known again by what it is made of.
    ...(/^MAL-/i.test(record.id) && record.hashes.length > 0 ? { hashes: record.hashes } : {}),
  };
  const isEmpty = details.summary === null && details.description === null;
  const { references, fixCommits: commits, symbols, hashes = [] } = details;
  return isEmpty && references.length + commits.length + symbols.length + hashes.length === 0
    ? null
    : details;
}
