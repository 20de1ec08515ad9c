import type { Advisory, Interval, PackageAdvisories } from "../../model/index.ts";
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

export function encodeBlock(stored: StoredPackage): Uint8Array {
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
  ]);
}

function withoutNullsAtEnd(row: readonly unknown[]): readonly unknown[] {
  return row.slice(0, row.findLastIndex((value) => value !== null) + 1);
}

function encodeInterval(interval: Interval): readonly number[] {
  return [interval.from, interval.to ?? -1, ENDS.indexOf(interval.end) + (interval.repaired ? REPAIRED : 0)];
}

/** The name that a block is for, and its rows; throws PywardError `bad-database` where the shape is not ours. */
export function decodeBlock(bytes: Buffer): StoredPackage {
  try {
    const [name, bounds, rows] = list(JSON.parse(bytes.toString("utf8")));
    return {
      name: normalizeName(text(name)),
      bounds: texts(bounds),
      rows: list(rows).map(decodeRow),
    };
  } catch (cause) {
    throw damaged("a package of the advisory database cannot be read", cause);
  }
}

/** The package without what only the store needs. */
export function packageAdvisories(stored: StoredPackage): PackageAdvisories {
  return { name: stored.name, bounds: stored.bounds, advisories: stored.rows.map((row) => row.advisory) };
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
  };
  return { advisory, details: numberOrNull(at[17] ?? null) };
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
