import {
  compareText,
  isObject,
  type Catalogue,
  type CatalogueKind,
  type EpssScore,
  type SignalInfo,
} from "../../model/index.ts";
import type { EpssScores } from "../compile/epss-scores.ts";
import type { ExploitedDays } from "../compile/exploited.ts";
import { damaged } from "../store/layout.ts";
import type { RecordStore, StoredRecord } from "./record-store.ts";

/**
 * Catalogues lie among the records, each as one that names no package: so a new advisory gets the signals of its CVEs also where their supplier had nothing new,
 * or is dead.
 */
const FEEDS: ReadonlySet<string> = new Set<CatalogueKind>(["kev", "epss"]);

/** Of an entry or a state. */
export function isCatalogue({ feed }: { readonly feed: string }): boolean {
  return FEEDS.has(feed);
}

/** A catalogue as it is read back. */
export interface StoredSignals {
  readonly info: SignalInfo;
  readonly exploited: ExploitedDays | null;
  readonly epss: EpssScores | null;
}

/** One content has one form. `now`: RFC 3339 UTC. */
export function encodeCatalogue(catalogue: Catalogue, now: string): StoredRecord {
  const { kind, date } = catalogue;
  const listed = catalogue.kind === "kev" ? linesOfDays(catalogue.days) : linesOfScores(catalogue.scores);
  const value = { date, entries: listed.length, lines: listed.toSorted(compareText).join("\n") };
  const entry = { feed: kind, id: `catalogue-${kind}`, package: "", modified: `${date}T00:00:00Z` };
  return { ...entry, imported: now, removed: null, value, past: [] };
}

/** A comma sorts before every digit, so lines stand as their ids do. */
function linesOfDays(days: ReadonlyMap<string, string>): readonly string[] {
  return [...days].map(([cve, day]) => `${cve},${day}`);
}

function linesOfScores(scores: ReadonlyMap<string, EpssScore>): readonly string[] {
  return [...scores].map(([cve, { probability, percentile }]) => `${cve},${probability},${percentile}`);
}

/** The stored catalogue of a kind; null: there is none. Throws PywardError `bad-database`. */
export function storedSignals(store: RecordStore, kind: CatalogueKind): StoredSignals | null {
  const entry = store.catalogues.find(({ feed }) => feed === kind);
  return entry === undefined ? null : decodeCatalogue(kind, store.read(entry).value);
}

/** What `encodeCatalogue` made. Throws PywardError `bad-database`. */
export function decodeCatalogue(kind: CatalogueKind, value: unknown): StoredSignals {
  const { date, entries, lines } = isObject(value) ? value : {};
  if (typeof date !== "string" || typeof entries !== "number" || typeof lines !== "string")
    throw damaged("a catalogue of the advisory database cannot be read");
  const info = { date, entries };
  if (kind === "epss") return { info, exploited: null, epss: { get: (cve) => scoreIn(lines, cve) } };
  const days = lines.split("\n").map((line): [string, string] => {
    const at = line.indexOf(",");
    return [line.slice(0, at), line.slice(at + 1)];
  });
  return { info, exploited: new Map(days), epss: null };
}

/** By halves: three hundred thousand lines as objects would be most of what an update takes in memory. */
function scoreIn(lines: string, cve: string): EpssScore | undefined {
  let [from, to] = [0, lines.length];
  while (from < to) {
    // A line break belongs to the line that it ends.
    const middle = (from + to) >> 1;
    const begin = middle === 0 ? 0 : Math.max(lines.lastIndexOf("\n", middle - 1) + 1, from);
    const found = lines.indexOf("\n", begin);
    const end = found === -1 ? lines.length : found;
    const [id = "", probability, percentile] = lines.slice(begin, end).split(",");
    if (id === cve) return { probability: Number(probability), percentile: Number(percentile) };
    if (id < cve) from = end + 1;
    else to = begin;
  }
  return undefined;
}
