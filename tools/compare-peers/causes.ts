import type { PeerId } from "./peers.ts";
import type { Group, RecordFacts } from "./truth.ts";

/** Why two tools differ about one problem of one pin. `unexplained` is the only one that needs a person. */
export type Cause =
  | "git-range-first"
  | "name-as-text"
  | "believes-the-list-only"
  | "one-interval-only"
  | "bound-not-pep440"
  | "says-no-versions"
  | "withdrawn"
  | "input-not-read"
  | "left-out"
  | "unexplained";

/** What each cause is, in a few words, and the numbered section that says more. */
export const CAUSES: Readonly<Record<Cause, readonly [string, string]>> = {
  "git-range-first": ["a GIT range before the ECOSYSTEM range ends its check", "1"],
  "name-as-text": ["the advisory's name is compared as text", "2"],
  "believes-the-list-only": ["where versions are enumerated, the range is not looked at", "4"],
  "one-interval-only": ["only one interval of a range that has several is looked at", "4"],
  "bound-not-pep440": ["a bound is no PEP 440 version", "3 and 14"],
  "says-no-versions": ["the record says nothing of versions: pyward shows it for review", "14"],
  withdrawn: ["the record is withdrawn", "12"],
  "input-not-read": ["the input was not read", "5"],
  "left-out": ["left out of the second run: the package ended the first", "8"],
  unexplained: ["no cause known", "–"],
};

/** pyward has it, the peer has not. */
export function causeOfSilence(peer: PeerId, group: Group): Cause {
  const affecting = group.records.filter((record) => record.affected);
  if (affecting.length === 0) return oddOr(group);
  if (peer === "osv-scanner") {
    if (affecting.every((record) => !record.namedAsText)) return "name-as-text";
    if (affecting.every((record) => record.gitFirst && !record.listedAsText)) return "git-range-first";
    if (affecting.every((record) => !record.listedAsText && (record.gitFirst || record.oddBound)))
      return "bound-not-pep440";
  }
  if (peer === "pysentry") return causeAtPysentry(affecting);
  return "unexplained";
}

function causeAtPysentry(affecting: readonly RecordFacts[]): Cause {
  if (affecting.every((record) => record.lists && !record.listedAsText)) return "believes-the-list-only";
  return affecting.every((record) => !record.lists && record.severalIntervals)
    ? "one-interval-only"
    : "unexplained";
}

/** The peer has it, pyward has not. */
export function causeOfNoise(group: Group): Cause {
  if (group.records.every((record) => record.withdrawn)) return "withdrawn";
  return group.records.some((record) => record.affected) ? "unexplained" : oddOr(group);
}

function oddOr(group: Group): Cause {
  if (group.records.every((record) => !record.decidable && !record.oddBound)) return "says-no-versions";
  return group.records.some((record) => record.oddBound) ? "bound-not-pep440" : "unexplained";
}
