import { describe, expect, test } from "vitest";
import type { Confidence, FindingKind, GapCode, Scope, SeverityLevel } from "../model/index.ts";
import { unusedIgnores } from "./ignores.ts";
import type { AllowedGaps, Policy } from "./index.ts";
import { DEFAULT_POLICY, exitCodeOf, judge, policyNotes, statusOf } from "./index.ts";
import type { Judged } from "./judged.ts";

interface Given {
  readonly kind?: FindingKind;
  readonly level?: SeverityLevel;
  readonly confidence?: Confidence;
  readonly exploited?: boolean;
  readonly scopes?: readonly Scope[];
  readonly admitted?: true;
}

type Case = readonly [string, Given, Partial<Policy>, string];

const HIGH = { failOn: "high" } as const;
const ignoring = (id: string, reason: string | null = null) => ({ ignores: [{ id, reason }] });
const TOOLING: readonly Scope[] = ["tooling"];

const VERDICTS: readonly Case[] = [
  ["a critical vulnerability", { level: "critical" }, {}, "fail default"],
  ["a low vulnerability", { level: "low" }, {}, "fail default"],
  ["a vulnerability of score zero", { level: "none" }, {}, "fail default"],
  ["an unknown severity", { level: "unknown" }, {}, "fail default"],
  ["what a range admits", { level: "critical", admitted: true }, {}, "below-threshold admitted"],
  [
    "what a range admits, exploited",
    { exploited: true, admitted: true },
    { failOnExploited: true },
    "below-threshold admitted",
  ],
  ["what a range admits, asked to fail", { admitted: true }, { failOnAdmitted: true }, "fail default"],
  [
    "what a range admits, below the bar",
    { level: "low", admitted: true },
    { ...HIGH, failOnAdmitted: true },
    "below-threshold fail-on",
  ],
  ["malware that a range admits", { kind: "malware", admitted: true }, {}, "fail malware"],
  ["what a range admits, ignored", { admitted: true }, ignoring("CVE-2024-1", "ok"), "waived ignore"],
  ["at the bar", { level: "high" }, HIGH, "fail fail-on"],
  ["above the bar", { level: "critical" }, HIGH, "fail fail-on"],
  ["below the bar", { level: "medium" }, HIGH, "below-threshold fail-on"],
  ["none below low", { level: "none" }, { failOn: "low" }, "below-threshold fail-on"],
  ["none at none", { level: "none" }, { failOn: "none" }, "fail fail-on"],
  ["high below critical", { level: "high" }, { failOn: "critical" }, "below-threshold fail-on"],
  ["unknown under a bar fails still", { level: "unknown" }, HIGH, "fail fail-on"],
  ["a bar of unknown lets nothing through", { level: "low" }, { failOn: "unknown" }, "fail fail-on"],
  [
    "unknown as a warning",
    { level: "unknown" },
    { unknownSeverity: "warn" },
    "below-threshold unknown-severity",
  ],
  [
    "unknown let through",
    { level: "unknown" },
    { ...HIGH, unknownSeverity: "pass" },
    "below-threshold unknown-severity",
  ],
  ["a known severity is not unknown", { level: "low" }, { unknownSeverity: "pass" }, "fail default"],
  ["malware", { kind: "malware", level: "unknown" }, {}, "fail malware"],
  ["malware under the bar", { kind: "malware", level: "low" }, { failOn: "critical" }, "fail malware"],
  [
    "malware of unknown severity",
    { kind: "malware", level: "unknown" },
    { unknownSeverity: "pass" },
    "fail malware",
  ],
  ["malware in the tooling", { kind: "malware", scopes: TOOLING }, {}, "fail malware"],
  ["malware that is undecided", { kind: "malware", confidence: "undecided" }, {}, "fail malware"],
  ["quarantined under the bar", { kind: "quarantined", level: "none" }, HIGH, "fail quarantined"],
  ["quarantined in the tooling", { kind: "quarantined", scopes: TOOLING }, {}, "fail quarantined"],
  ["malware that is ignored by name", { kind: "malware" }, ignoring("CVE-2024-1"), "waived ignore"],
  ["yanked", { kind: "yanked" }, {}, "below-threshold yanked"],
  ["archived, strict", { kind: "archived" }, { strict: true }, "below-threshold archived"],
  ["deprecated", { kind: "deprecated", level: "unknown" }, {}, "below-threshold deprecated"],
  ["ignored by its id", {}, ignoring("PYSEC-2024-1"), "waived ignore"],
  ["ignored by an alias", {}, ignoring("GHSA-abcd-efgh-jkmn"), "waived ignore"],
  ["ignored in another case", {}, ignoring("ghsa-ABCD-efgh-JKMN"), "waived ignore"],
  ["ignored with a space around", {}, ignoring(" CVE-2024-1\t"), "waived ignore"],
  ["another id ignored", {}, ignoring("CVE-2024-10"), "fail default"],
  ["a part of an id ignored", {}, ignoring("CVE-2024"), "fail default"],
  ["an id of another script that looks the same", {}, ignoring("PY\u017fEC-2024-1"), "fail default"],
  ["undecided", { confidence: "undecided" }, {}, "review undecided"],
  ["undecided over the bar", { confidence: "undecided", level: "critical" }, HIGH, "review undecided"],
  ["undecided, strict", { confidence: "undecided" }, { strict: true }, "fail strict"],
  ["undecided and exploited", { confidence: "undecided", exploited: true }, {}, "review undecided"],
  [
    "undecided below the bar, strict",
    { confidence: "undecided", level: "low" },
    { ...HIGH, strict: true },
    "below-threshold fail-on",
  ],
  [
    "undecided but ignored, strict",
    { confidence: "undecided" },
    { ...ignoring("CVE-2024-1"), strict: true },
    "waived ignore",
  ],
  ["disputed", { confidence: "disputed" }, {}, "fail default"],
  ["repaired", { confidence: "repaired" }, {}, "fail default"],
  ["in the tooling", { scopes: TOOLING, level: "critical" }, {}, "below-threshold tooling"],
  ["in the tooling, strict", { scopes: TOOLING }, { strict: true }, "below-threshold tooling"],
  ["in the tooling and exploited", { scopes: TOOLING, exploited: true }, {}, "fail default"],
  [
    "in the tooling, exploited, below the bar",
    { scopes: TOOLING, exploited: true, level: "low" },
    HIGH,
    "below-threshold fail-on",
  ],
  [
    "in the tooling and undecided",
    { scopes: TOOLING, confidence: "undecided" },
    {},
    "below-threshold tooling",
  ],
  ["in the tooling and in main", { scopes: ["main", "tooling"] }, {}, "fail default"],
  ["in a development group", { scopes: ["group:dev"] }, {}, "fail default"],
  ["needed to build", { scopes: ["build"] }, {}, "fail default"],
];

describe("a verdict has a status and the rule that decided", () => {
  test.each(VERDICTS)("%s", (_, given, policy, expected) => {
    const { status, rule } = judge(finding(given), { ...DEFAULT_POLICY, ...policy });
    expect(`${status} ${rule}`).toBe(expected);
  });
});

test("a waiver's reason is the verdict's; the first of two that match counts", () => {
  const policy = {
    ...DEFAULT_POLICY,
    ignores: [
      ...ignoring("CVE-2024-1", "not reachable").ignores,
      ...ignoring("PYSEC-2024-1", "second").ignores,
    ],
  };
  expect(judge(finding({}), policy).reason).toBe("not reachable");
});

test("an ignore is unused where no finding carries its id; a second ignore of one finding is used", () => {
  const ids = ["cve-2024-1", "PYSEC-2024-1", "CVE-1999-1"];
  const ignores = ids.map((id) => ({ id, reason: null }));
  expect(unusedIgnores([finding({})], ignores).map(({ id }) => id)).toEqual(["CVE-1999-1"]);
  expect(unusedIgnores([], [])).toEqual([]);
});

test("notes tell unused ignores, and unknown severities only where they are to warn", () => {
  const notes = (policy: Partial<Policy>) => {
    const whole = { ...DEFAULT_POLICY, ...policy };
    const judged = finding({ level: "unknown" });
    return policyNotes([{ ...judged, verdict: judge(judged, whole) }], whole).length;
  };
  expect([notes({}), notes({ unknownSeverity: "pass" }), notes({ unknownSeverity: "warn" })]).toEqual([
    0, 0, 1,
  ]);
  expect(notes({ unknownSeverity: "warn", ...ignoring("CVE-1999-1") })).toBe(2);
});

test("a bar of EPSS that met no score is told, and one that met some is not", () => {
  const policy = { ...DEFAULT_POLICY, failOnEpss: 0.1 };
  const judged = { ...finding({}), verdict: judge(finding({}), policy) };
  const scored = { ...judged, epss: { probability: 0.01 } };
  expect(policyNotes([judged], policy)).toEqual([
    "fail-on-epss = 0.1 decided nothing: no finding has an EPSS score",
  ]);
  expect([
    policyNotes([judged, scored], policy),
    policyNotes([], policy),
    policyNotes([judged], DEFAULT_POLICY),
  ]).toEqual([[], [], []]);
});

interface StatusCase {
  readonly verdicts?: string;
  readonly gaps?: readonly string[];
  readonly allow?: AllowedGaps;
}

/** `~` before an expected gap; after a slash the status of a strict run. */
const STATUSES: readonly (readonly [string, StatusCase, string])[] = [
  ["nothing at all", {}, "pass"],
  ["what does not fail", { verdicts: "waived below-threshold review baseline not-affected" }, "pass"],
  ["one that fails", { verdicts: "waived fail" }, "fail"],
  ["a surprising gap", { gaps: ["unpinned"] }, "incomplete"],
  ["an expected gap", { gaps: ["~unpinned"] }, "pass"],
  ["fail wins over a gap", { verdicts: "fail", gaps: ["unpinned"] }, "fail"],
  ["fail wins over missing data", { verdicts: "fail", gaps: ["no-advisory-data"] }, "fail"],
  ["an allowed gap", { gaps: ["unpinned"], allow: ["unpinned"] }, "pass"],
  ["every gap allowed", { gaps: ["unpinned", "unreadable"], allow: "all" }, "pass"],
  ["another gap allowed", { gaps: ["unpinned", "unreadable"], allow: ["unpinned"] }, "incomplete"],
  ["missing data is never allowed", { gaps: ["no-advisory-data"], allow: "all" }, "incomplete"],
  [
    "missing data is never allowed by name",
    { gaps: ["no-advisory-data"], allow: ["no-advisory-data"] },
    "incomplete",
  ],
  [
    "old data is never allowed",
    { gaps: ["stale-advisory-data"], allow: ["stale-advisory-data"] },
    "incomplete",
  ],
  ["nothing read is never a pass", { gaps: ["nothing-to-audit"], allow: "all" }, "incomplete"],
  ["a manifest that its lock replaces", { gaps: ["~superseded-manifest"] }, "pass"],
  ["an advisory that cannot be read", { gaps: ["malformed-advisory"] }, "incomplete"],
  ["an expected one counts when strict", { gaps: ["~malformed-advisory"] }, "pass / incomplete"],
  ["unless allowed", { gaps: ["~malformed-advisory"], allow: "all" }, "pass"],
];

describe("the status of a run", () => {
  test.each(STATUSES)("%s", (_, { verdicts = "", gaps = [], allow = [] }, expected) => {
    const run = (strict: boolean) =>
      statusOf(verdicts.split(" ").flatMap(toVerdict), gaps.map(toGap), { strict, allowGaps: allow });
    const [loose, strict = loose] = expected.split(" / ");
    expect([run(false), run(true)]).toEqual([loose, strict]);
  });

  test("has its exit code, which exit-zero alone changes", () => {
    const codes = (zero: boolean) =>
      (["pass", "fail", "incomplete"] as const).map((status) => exitCodeOf(status, zero));
    expect([codes(false), codes(true)]).toEqual([
      [0, 1, 3],
      [0, 0, 0],
    ]);
  });
});

function finding({
  kind = "vulnerability",
  level = "high",
  confidence = "range",
  exploited = false,
  scopes = ["main"],
  admitted,
}: Given): Judged {
  return {
    id: "PYSEC-2024-1",
    aliases: ["CVE-2024-1", "GHSA-abcd-efgh-jkmn"],
    kind,
    severity: { level, score: null, vector: null, source: null },
    confidence,
    exploited: exploited ? { since: "2024-06-01" } : null,
    scopes,
    ...(admitted === undefined ? {} : { admittedBy: ">=1 admits it" }),
  };
}

const STATUS_NAMES = ["fail", "waived", "below-threshold", "baseline", "not-affected", "review"] as const;

function toVerdict(text: string) {
  return STATUS_NAMES.filter((status) => status === text).map((status) => ({ status }));
}

const CODES: readonly GapCode[] = [
  "unpinned",
  "unreadable",
  "no-advisory-data",
  "stale-advisory-data",
  "nothing-to-audit",
  "superseded-manifest",
  "malformed-advisory",
];

function toGap(text: string) {
  const code = CODES.find((candidate) => text.endsWith(candidate));
  if (code === undefined) throw new Error(`no gap code in ${text}`);
  return { code, expected: text.startsWith("~") };
}
