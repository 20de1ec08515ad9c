import type { WeaknessId } from "../../model/index.ts";
import type { PhraseRow } from "./phrases.ts";
import { CAUSES, DEFUSED_BY, DENIED_BY, EFFECTS } from "./phrases.ts";

/** What a person would read first of a record. */
export interface Prose {
  readonly summary: string | null;
  readonly details: string | null;
}

/** Code units of each text that are read: an advisory says what it is about at its beginning, if anywhere. */
const SUMMARY_LIMIT = 500;
const DETAILS_LIMIT = 600;
/** Where a summary named nothing, only what the details say at once is what the record is about. */
const DETAILS_LIMIT_AFTER_SUMMARY = 350;

/**
 * The weakness that an advisory says it is about, by phrases of its summary and of the beginning of its details; null
 * where none is named clearly. Of what one text names, a cause goes before an effect ("denial of service"), then the
 * first named before the later ones; the summary goes before the details. Reads a bounded piece: constant time.
 */
export function classifyWeakness(prose: Prose): WeaknessId | null {
  const hasSummary = prose.summary !== null && prose.summary.trim() !== "";
  return (
    named(toWords(prose.summary, SUMMARY_LIMIT)) ??
    named(toWords(prose.details, hasSummary ? DETAILS_LIMIT_AFTER_SUMMARY : DETAILS_LIMIT))
  );
}

function named(words: readonly string[]): WeaknessId | null {
  return firstNamed(words, CAUSE_TABLE) ?? firstNamed(words, EFFECT_TABLE);
}

interface Entry {
  readonly id: WeaknessId;
  readonly words: readonly string[];
}

/** By first word; longest phrase first, so that the most specific one speaks. */
type Table = ReadonlyMap<string, readonly Entry[]>;

const CAUSE_TABLE = makeTable(CAUSES);
const EFFECT_TABLE = makeTable(EFFECTS);

function makeTable(rows: readonly PhraseRow[]): Table {
  const table = new Map<string, Entry[]>();
  const entries = rows.flatMap(([id, phrases]) =>
    phrases.split(" | ").map((phrase) => ({ id, words: phrase.split(" ") })),
  );
  for (const entry of entries.toSorted((left, right) => right.words.length - left.words.length)) {
    const first = entry.words[0] ?? "";
    const sameFirst = table.get(first);
    if (sameFirst === undefined) table.set(first, [entry]);
    else sameFirst.push(entry);
  }
  return table;
}

function firstNamed(words: readonly string[], table: Table): WeaknessId | null {
  for (let at = 0; at < words.length; at++) {
    const entry = table.get(words[at] ?? "")?.find((candidate) => standsAt(candidate.words, words, at));
    if (entry !== undefined && isMeant(words, at, at + entry.words.length)) return entry.id;
  }
  return null;
}

function standsAt(phrase: readonly string[], words: readonly string[], at: number): boolean {
  return phrase.every((word, offset) => words[at + offset] === word);
}

/** Neither denied by a word just before nor turned into a defence by the word just after. */
function isMeant(words: readonly string[], start: number, end: number): boolean {
  const before = words.slice(Math.max(0, start - 2), start);
  return !before.some((word) => DENIED_BY.has(word)) && !DEFUSED_BY.has(words[end] ?? "");
}

/** Words of ASCII letters and digits in lower case; whatever else separates them. */
function toWords(text: string | null, limit: number): readonly string[] {
  return (
    (text ?? "")
      .slice(0, limit)
      .match(/[A-Za-z0-9]+/g)
      ?.map((word) => word.toLowerCase()) ?? []
  );
}
