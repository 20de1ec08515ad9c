import type { EpssScores } from "./advisory-index/compile/epss-scores.ts";
import type { ExploitedDays } from "./advisory-index/compile/exploited.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { applyPull, type Received } from "./advisory-index/records/apply-pull.ts";
import { encodeRecords, isKeepable } from "./advisory-index/records/encode-records.ts";
import type { Piece } from "./advisory-index/store/piece.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import { verifyIndex } from "./advisory-index/verify-index.ts";
import { compileDatabase } from "./compile-database.ts";
import { readWhole } from "./host/index.ts";
import { PywardError, timeText, type DatabaseInfo, type RawRecord } from "./model/index.ts";
import type { DatabasePlace } from "./open-database-file.ts";
import { openBuilt } from "./open-database-file.ts";

/** Known exploitation and how likely it is, with the days of their catalogues. */
export interface ImportSignals {
  readonly exploited: ExploitedDays;
  readonly kev: DatabaseInfo["signals"]["kev"];
  readonly scores: EpssScores;
  readonly epss: DatabaseInfo["signals"]["epss"];
}

export interface ImportOptions {
  readonly now: Date;
  /** What OSV records do not say. Null: nothing of it is known. */
  readonly signals: ImportSignals | null;
  /** The user gave them for this import: a built database cannot take them. */
  readonly isSignalled?: boolean;
  /** Places of records whose advisories come into the same database; a built one cannot be among them. */
  readonly others?: readonly DatabasePlace[];
  /** What is stored: older data does not replace it. Null: there is none, or it may be older. */
  readonly before?: DatabaseInfo | null;
  /** Puts the whole file in its place in one step, or throws and leaves the old one. */
  readonly write: (bytes: Uint8Array) => void;
}

/** What `pyward db import` did. */
export interface ImportResult {
  readonly info: DatabaseInfo;
  /** Bytes written. */
  readonly size: number;
  /** The file was a built database and was taken as it is. */
  readonly wasBuilt: boolean;
}

/**
 * Makes a file or directory the stored database. Nothing is written until the new database has been read back and
 * found whole, so a good one is never replaced by an empty or damaged one. Throws PywardError `missing-path` and
 * `bad-database`, and what `write` throws.
 */
export async function importAdvisories(place: DatabasePlace, options: ImportOptions): Promise<ImportResult> {
  const { others = [] } = options;
  const opened = await Promise.all([place, ...others].map(openBuilt));
  const [built = null] = opened;
  if (others.length > 0 && opened.some((one) => one !== null)) {
    for (const one of opened) one?.close();
    throw new PywardError("bad-database", "a built database cannot be merged with others", {
      hint: "import the records that it was built from, or the database alone",
    });
  }
  if (built !== null && options.isSignalled === true) {
    built.close();
    throw new PywardError("bad-database", "a built database has the signals that it was built with", {
      hint: "give --kev and --epss with the records that it was built from",
    });
  }
  const bytes = built === null ? await compileFresh(place, options) : readWhole(built);
  const source = memorySource(bytes);
  verifyIndex(source);
  const { info } = openIndex(source);
  refuseOlder(info, options.before ?? null);
  options.write(bytes);
  return { info, size: bytes.length, wasBuilt: built !== null };
}

function refuseOlder({ modified }: DatabaseInfo, before: DatabaseInfo | null): void {
  if (before === null || modified >= before.modified) return;
  throw new PywardError("bad-database", `it is of ${modified}, and what is stored of ${before.modified}`, {
    hint: "Nothing was changed. To go back in time: `pyward db import --force`.",
  });
}

/** With its raw records, as the bulk feed's: an update then compares with them. */
async function compileFresh(
  place: DatabasePlace,
  { now, signals, others }: ImportOptions,
): Promise<Uint8Array> {
  const received: Received[] = [];
  const keep = (raw: RawRecord): void =>
    void (
      raw.kind === "record" &&
      isKeepable(raw.value) &&
      received.push({ value: raw.value, listed: null })
    );
  const rawRecords = (): readonly Piece[] => {
    const asked = { feed: "osv-bulk", now: timeText(now), isWhole: true };
    const { fresh } = applyPull(received, openRecords(memorySource(new Uint8Array(0))), asked);
    return encodeRecords({ feeds: [], fresh, kept: [], from: null });
  };
  return (await compileDatabase(place, { now, rawRecords, ...toBuild(signals) }, { others, onRecord: keep }))
    .bytes;
}

function toBuild(signals: ImportSignals | null) {
  if (signals === null) return {};
  const { exploited, scores, kev, epss } = signals;
  return { exploited, epss: scores, signals: { kev, epss } };
}
