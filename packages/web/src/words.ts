import type { Confidence, Evidence, ReportDependency, VerdictStatus } from "../../pyward/src/model/index.ts";

export const VERDICT_NAMES: Readonly<Record<VerdictStatus, string>> = {
  fail: "fails",
  review: "for review",
  "below-threshold": "below the threshold",
  baseline: "in the baseline",
  waived: "waived",
  "not-affected": "not affected",
};

export const CONFIDENCES: Readonly<Record<Confidence, string>> = {
  range: "A range of a record holds this version.",
  enumerated: "A record lists this version by name; none of its ranges holds it.",
  unbounded: "A range without an end, from the first release, holds this version.",
  repaired: "A bound of the range is no version; it was read as the version before it.",
  disputed: "The records disagree, or the flaw itself is disputed.",
  undecided: "The record names the package, but has no bound that can be read.",
};

export const EVIDENCE: Readonly<Record<Evidence["level"], string>> = {
  called: "The flawed code is called.",
  imported: "The package is imported.",
  present: "The package is present.",
  "not-checked": "Not checked. That does not mean that it is not reached.",
};

/** `direct`, or the shortest way from a direct dependency. */
export function wayIn({ direct, paths, pathsTotal }: ReportDependency): string {
  const [shortest] = paths;
  if (direct) return "direct";
  if (shortest === undefined || shortest.length < 2) return "transitive";
  const others = pathsTotal > 1 ? ` and ${pathsTotal - 1} other ${pathsTotal === 2 ? "way" : "ways"}` : "";
  const parents = shortest.slice(0, -1);
  const names = parents.length > MOST_NAMED ? [...parents.slice(0, 2), "…", ...parents.slice(-2)] : parents;
  return `via ${names.join(" → ")}${others}`;
}

const MOST_NAMED = 5;
