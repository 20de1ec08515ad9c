import type { Advisory, AdvisoryDetails, Interval, PackageAdvisories } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { normalizeName } from "../../python/index.ts";
import { severityOf } from "../severity.ts";
import { damaged } from "./layout.ts";
import { list, number, numberOrNull, numbers, text, textOrNull, texts } from "./shape.ts";

/**
 * A package's block is one JSON array `[name, bounds, rows]`; a row is an array in the order of `encodeRow`, because
 * keys would be half of the file. What follows from other columns is not stored: the severity's level and source, and `unbounded`.
 */
export interface StoredAdvisory {
  readonly advisory: Advisory;
  /** Where its details chunk begins in the details section; null: it has none. */
  readonly details: number | null;
}

export interface StoredPackage {
  readonly name: PackageName;
  readonly bounds: readonly string[];
  readonly rows: readonly StoredAdvisory[];
}

const ENDS = ["open", "fixed", "limit", "last-affected"] as const;
const REPAIRED = 4;
const UNDECIDED = 1;
const DISPUTED = 2;
/** The column of a row that says where its details are. */
const DETAILS = 17;

/** Where the details of a record begin in the section; null: it has none. */
export type PlaceOf = (id: string) => number | null;

/** A block (not sealed), and ids and aliases of the records in it. */
export interface PackedBlock {
  readonly bytes: Uint8Array;
  readonly keys: readonly string[];
}

/** The block of a package that is in memory as a whole. */
export function packBlock({ name, bounds, advisories }: PackageAdvisories, placeOf: PlaceOf): PackedBlock {
  const rows = advisories.map((advisory) => ({ advisory, details: placeOf(advisory.id) }));
  const keys = advisories.flatMap(({ id, aliases }) => [id, ...aliases]);
  return { bytes: encodeBlock({ name, bounds, rows }), keys };
}

function encodeBlock(stored: StoredPackage): Uint8Array {
  return Buffer.from(JSON.stringify([stored.name, stored.bounds, stored.rows.map(encodeRow)]), "utf8");
}

function encodeRow({ advisory, details }: StoredAdvisory): readonly unknown[] {
  const { imported, epss, patchedBy } = advisory;
  return withoutNullsAtEnd([
    advisory.id,
    advisory.feed,
    advisory.kind === "malware" ? 1 : 0,
    advisory.aliases,
    advisory.modified,
    advisory.published,
    advisory.withdrawn,
    advisory.disclosed,
    advisory.intervals.flatMap(encodeInterval),
    advisory.enumerated,
    advisory.oddVersions,
    advisory.fixed,
    (advisory.undecided ? UNDECIDED : 0) + (advisory.disputed ? DISPUTED : 0),
    advisory.severity.score,
    advisory.severity.vector,
    advisory.weakness,
    advisory.exploitedSince,
    details,
    imported,
    epss === null ? null : [epss.probability, epss.percentile],
    patchedBy,
    advisory.summary,
  ]);
}

function withoutNullsAtEnd(row: readonly unknown[]): readonly unknown[] {
  return row.slice(0, row.findLastIndex((value) => value !== null) + 1);
}

function encodeInterval(interval: Interval): readonly number[] {
  return [interval.from, interval.to ?? -1, ENDS.indexOf(interval.end) + (interval.repaired ? REPAIRED : 0)];
}

/** Whether a block is of that package, without decoding it: names need no escapes. */
export function isBlockOf(bytes: Buffer, name: PackageName): boolean {
  const head = `[${JSON.stringify(name)},`;
  return bytes.toString("utf8", 0, Buffer.byteLength(head)) === head;
}

/** The name that a block is for, and its rows; throws PywardError `bad-database` where the shape is not ours. */
export function decodeBlock(bytes: Buffer): StoredPackage {
  return inWords(() => {
    const [name, bounds, rows] = list(JSON.parse(bytes.toString("utf8")));
    return { name: normalizeName(text(name)), bounds: texts(bounds), rows: list(rows).map(decodeRow) };
  });
}

/** The package without what only the store needs. */
export function packageAdvisories({ name, bounds, rows }: StoredPackage): PackageAdvisories {
  return { name, bounds, advisories: rows.map(({ advisory }) => advisory) };
}

/** The same; summaries that do not stand in their rows, as before 2026-11 in format 2, are read from the details when they are asked for. */
export function withSummaries(
  stored: StoredPackage,
  detailsAt: (offset: number, id: string) => AdvisoryDetails | null,
): PackageAdvisories {
  const advisories = stored.rows.map(({ advisory, details }): Advisory => {
    if (advisory.summary !== null || details === null) return advisory;
    return {
      ...advisory,
      get summary() {
        return detailsAt(details, advisory.id)?.summary ?? null;
      },
    };
  });
  return { name: stored.name, bounds: stored.bounds, advisories };
}

/** The columns by which a package is taken over from an old database; nothing else of it is decoded. */
export interface BlockRow {
  readonly id: string;
  readonly feed: string;
  readonly aliases: readonly string[];
  readonly modified: string;
  readonly withdrawn: string | null;
  /** Where its details chunk begins. */
  readonly details: number | null;
}

/** Throws like `decodeBlock`. */
export function readRows(bytes: Buffer): readonly BlockRow[] {
  return inWords(() => list(list(JSON.parse(bytes.toString("utf8")))[2]).map((row) => toBlockRow(list(row))));
}

function toBlockRow(at: readonly unknown[]): BlockRow {
  return {
    id: text(at[0]),
    feed: text(at[1]),
    aliases: texts(at[3]),
    modified: text(at[4]),
    withdrawn: textOrNull(at[6]),
    details: numberOrNull(at[DETAILS] ?? null),
  };
}

/** What `packBlock` gives of the same package with its details elsewhere. Throws like `decodeBlock`. */
export function moveDetails(bytes: Buffer, placeOf: PlaceOf): PackedBlock {
  return inWords(() => {
    const [name, bounds, rows] = list(JSON.parse(bytes.toString("utf8")));
    const keys: string[] = [];
    const placed = list(rows).map((row) => {
      const { id, aliases } = toBlockRow(list(row));
      keys.push(id, ...aliases);
      const columns = [...list(row)];
      while (columns.length <= DETAILS) columns.push(null);
      columns[DETAILS] = placeOf(id);
      return withoutNullsAtEnd(columns);
    });
    return { bytes: Buffer.from(JSON.stringify([name, bounds, placed]), "utf8"), keys };
  });
}

function inWords<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw damaged("a package of the advisory database cannot be read", cause);
  }
}

function decodeRow(row: unknown): StoredAdvisory {
  const at = list(row);
  const id = text(at[0]);
  const intervals = decodeIntervals(numbers(at[8]));
  const flags = number(at[12]);
  const advisory: Advisory = {
    id,
    feed: text(at[1]),
    kind: at[2] === 1 ? "malware" : "vulnerability",
    aliases: texts(at[3]),
    modified: text(at[4]),
    published: textOrNull(at[5]),
    withdrawn: textOrNull(at[6]),
    disclosed: textOrNull(at[7]),
    intervals,
    enumerated: numbers(at[9]),
    oddVersions: texts(at[10]),
    fixed: numbers(at[11]),
    undecided: (flags & UNDECIDED) !== 0,
    unbounded: intervals.some((interval) => interval.from === -1 && interval.end === "open"),
    disputed: (flags & DISPUTED) !== 0,
    severity: severityOf(id, numberOrNull(at[13] ?? null), textOrNull(at[14] ?? null)),
    weakness: textOrNull(at[15] ?? null),
    exploitedSince: textOrNull(at[16] ?? null),
    imported: textOrNull(at[18] ?? null),
    epss: decodeEpss(at[19] ?? null),
    patchedBy: textOrNull(at[20] ?? null),
    summary: textOrNull(at[21] ?? null),
  };
  return { advisory, details: numberOrNull(at[DETAILS] ?? null) };
}

function decodeEpss(value: unknown): Advisory["epss"] {
  if (value === null) return null;
  const [probability, percentile] = list(value);
  return { probability: number(probability), percentile: number(percentile) };
}

function decodeIntervals(flat: readonly number[]): readonly Interval[] {
  const intervals: Interval[] = [];
  for (let at = 0; at < flat.length; at += 3) {
    const code = number(flat[at + 2]); // a list that ends early is damage
    const end = ENDS[code % REPAIRED] ?? "open";
    const to = end === "open" ? null : number(flat[at + 1]);
    intervals.push({ from: number(flat[at]), to, end, repaired: code >= REPAIRED });
  }
  return intervals;
}
