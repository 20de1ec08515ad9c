import type { EpssScore } from "./advisory.ts";

/** The highest score; of equal probabilities the higher percentile, so that their order does not matter. Null: there is none. */
export function likeliest(scores: readonly (EpssScore | null)[]): EpssScore | null {
  return scores.reduce((best, score) => (isHigher(score, best) ? score : best), null);
}

function isHigher(score: EpssScore | null, best: EpssScore | null): boolean {
  if (score === null || best === null) return best === null;
  return (score.probability - best.probability || score.percentile - best.percentile) > 0;
}
