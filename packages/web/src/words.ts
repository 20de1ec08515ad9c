import type {
  ComparedFinding,
  Confidence,
  Evidence,
  ReportDependency,
  VerdictStatus,
  VerdictWaiver,
} from "../../pyward/src/model/index.ts";

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

/** What a comparison says of a finding that is more than that it was there. */
export function comparisonMarks(compared: ComparedFinding): readonly string[] {
  const { cause, isExploitedSince, isWidened, wasExcused } = compared;
  return [
    ...(cause === null ? [] : [CAUSES[cause]]),
    ...(isExploitedSince ? ["exploited since the base"] : []),
    ...(isWidened ? ["now needed to run, too"] : []),
    ...(wasExcused ? ["was waived in the base"] : []),
  ];
}

const CAUSES: Readonly<Record<NonNullable<ComparedFinding["cause"]>, string>> = {
  introduced: "new",
  disclosed: "new: disclosed since",
  backfilled: "new in the data: disclosed before",
  unproved: "new, or not audited in the base",
};

const WAIVERS: Readonly<Record<VerdictWaiver["kind"], string>> = {
  accepted: "accepted",
  "not-affected": "not affected",
  "false-positive": "false positive",
};

/** `accepted in pyward.toml:3, by security@example, until 2027-01-31`. */
export function waiverText({ kind, path, line, owner, expires, untilFixed }: VerdictWaiver): string {
  return [
    `${WAIVERS[kind]} in ${path}:${line}`,
    ...(owner === null ? [] : [`by ${owner}`]),
    ...(expires === null ? [] : [`until ${expires}`]),
    ...(untilFixed ? ["until there is a fix"] : []),
  ].join(", ");
}

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
