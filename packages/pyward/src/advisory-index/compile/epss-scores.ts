import { likeliest, type EpssScore } from "../../model/index.ts";

/** FIRST's estimate of each CVE: CVE id in upper case → its score. */
export type EpssScores = Pick<ReadonlyMap<string, EpssScore>, "get">;

export const NO_EPSS: EpssScores = new Map();

/** The highest over the ids; null: none of them has one. */
export function highestEpss(ids: readonly string[], scores: EpssScores): EpssScore | null {
  return likeliest(ids.map((id) => scores.get(id.toUpperCase()) ?? null));
}
