import type { AdvisoryDetails } from "../../model/index.ts";
import { fields, list, text, textOrNull, texts } from "./shape.ts";

/**
 * Details stand in chunks of many records, `{id: [summary, description, references, commits, symbols?, hashes?]}` as JSON in zstd,
 * each after its length and CRC-32. They are read only when one is shown.
 */
/** Bound on what one chunk may unpack to: it has at most 160 records with texts. */
export const MAX_CHUNK = 64 * 1024 * 1024;

export function encodeDetails(details: AdvisoryDetails): string {
  return JSON.stringify([
    details.summary,
    details.description,
    details.references.map(({ type, url }) => [type, url]),
    details.fixCommits.map(({ repository, commit }) => [repository, commit]),
    ...(details.symbols.length === 0 && details.hashes === undefined ? [] : [details.symbols]),
    ...(details.hashes === undefined ? [] : [details.hashes]),
  ]);
}

/** What a chunk holds, by record id. Throws a TypeError or SyntaxError where it is not ours; the caller names the damage. */
export function decodeChunk(chunk: string): ReadonlyMap<string, unknown> {
  return fields(JSON.parse(chunk));
}

/** One record's part of a chunk; throws like `decodeChunk`. */
export function decodeDetails(member: unknown): AdvisoryDetails {
  const [summary, description, references, commits, symbols, hashes] = list(member);
  return {
    summary: textOrNull(summary),
    description: textOrNull(description),
    references: pairs(references).map(([type, url]) => ({ type, url })),
    fixCommits: pairs(commits).map(([repository, commit]) => ({ repository, commit })),
    symbols: texts(symbols ?? []),
    ...(hashes === undefined ? {} : { hashes: texts(hashes) }),
  };
}

function pairs(value: unknown): readonly (readonly [string, string])[] {
  return list(value).map((item) => {
    const [first, second] = list(item);
    return [text(first), text(second)];
  });
}
