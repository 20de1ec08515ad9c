import type { Confidence, Match } from "../model/index.ts";
import { isDisagreement } from "./disagreement.ts";

/** Surest first. */
const BY_CERTAINTY = [
  "range",
  "enumerated",
  "unbounded",
  "repaired",
] as const satisfies readonly Confidence[];

/**
 * How sure a group of records is that it affects the version. In this order:
 * 1. `undecided`: no record affects it; one names the package and has no readable bound.
 * 2. `disputed`: the records that can speak about this package disagree, or an affecting one is marked as disputed.
 *    An undecided record cannot speak, so it disputes nothing.
 * 3. The surest of what the affecting records rest on: a `range`, else an `enumerated` version, else a range that is
 *    `unbounded`, else a `repaired` bound.
 */
export function confidenceOf(matches: readonly Match[]): Confidence {
  const affecting = matches.filter((match) => match.affected);
  const first = affecting[0];
  if (first === undefined) return "undecided";
  if (isDisagreement(matches) || affecting.some((match) => match.advisory.disputed)) return "disputed";
  if (affecting.length === 1) return groundOf(first);
  const grounds = new Set(affecting.map(groundOf));
  return BY_CERTAINTY.find((ground) => grounds.has(ground)) ?? "repaired";
}

function groundOf(match: Match): Confidence {
  if (match.by === "enumerated") return "enumerated";
  if (match.repaired) return "repaired";
  const endless = match.introduced === "0" && match.fixed === null && match.lastAffected === null;
  return endless && match.advisory.unbounded ? "unbounded" : "range";
}
