import { describe, expect, test } from "vitest";
import type { SourceType } from "../model/index.ts";
import {
  barred,
  exampleFinding,
  examplePolicy,
  verdictText,
  WAIVED,
  waiving,
  type GivenRules,
  type PolicyCase,
} from "./example-policy.ts";
import { judge } from "./judge.ts";

// As in policy-table.test.ts: PYSEC-2024-1 = GHSA-abcd-efgh-jkmn, high, in brick 1.4.

const DEV = ["group:docs"] as const;

const SAYS = (...told: readonly (readonly [id: string, affected: boolean, affects?: string])[]) => ({
  confidence: "disputed" as const,
  records: told.map(([id, affected, affects]) => ({
    id,
    feed: "osv",
    affected,
    ...(affects === undefined ? {} : { affects }),
  })),
});
const SPLIT = SAYS(["PYSEC-2024-1", true, "<2.0"], ["GHSA-abcd-efgh-jkmn", false, "<1.2"]);
const DISAGREE =
  "disagreement: the records disagree: PYSEC-2024-1 (<2.0); not affected by GHSA-abcd-efgh-jkmn (<1.2)";
const WARN = { onDisagreement: "warn" } as const;
const IGNORE = { onDisagreement: "ignore" } as const;
// oxfmt-ignore
const DISAGREEMENTS: readonly PolicyCase[] = [
  ["records disagree, and nobody has a word on that", SPLIT, {}, {}, "fail default"],
  ["records disagree, and that fails", SPLIT, {}, { onDisagreement: "fail" }, "fail default"],
  ["that fails, below the bar", { ...SPLIT, level: "low" }, {}, { onDisagreement: "fail", failOn: "high" }, "below-threshold fail-on: low is below high"],
  ["that warns", SPLIT, {}, WARN, `review ${DISAGREE}`],
  ["that is ignored", SPLIT, {}, IGNORE, `below-threshold ${DISAGREE}`],
  ["that warns, and it is exploited", { ...SPLIT, exploited: true }, {}, { ...WARN, failOnExploited: true }, `review ${DISAGREE}`],
  ["that warns, strict", SPLIT, {}, { ...WARN, strict: true }, `review ${DISAGREE}`],
  ["that warns, in dev under a bar", { ...SPLIT, scopes: DEV }, barred(["dev", "low"]), WARN, `review ${DISAGREE}`],
  ["that warns, in the tooling", { ...SPLIT, scopes: ["tooling"] }, {}, WARN, "below-threshold tooling: only in the tooling of the environment"],
  ["that warns, and it is waived", SPLIT, waiving({}), WARN, WAIVED],
  ["of malware", { ...SPLIT, kind: "malware" }, {}, IGNORE, "fail malware"],
  ["one that cannot speak denies nothing", SAYS(["PYSEC-2024-1", true], ["GHSA-abcd-efgh-jkmn", false]), {}, IGNORE, "fail default"],
  ["a flaw that its authority calls disputed, of which the records agree", SAYS(["PYSEC-2024-1", true]), {}, IGNORE, "fail default"],
  ["none affects it and one cannot be read", { ...SAYS(["PYSEC-2024-1", false]), confidence: "undecided" }, {}, IGNORE, "review undecided: the advisory does not say which versions it affects"],
];

const AT = (type: SourceType, url: string | null = null) => ({ source: { type, url } });
const OURS = "https://index.example/acme";
const OWN_INDEX: GivenRules = { indexes: [[OURS, "private"]] };
const NOT_THAT = "the record is about the package of that name on the public index, and this one";
const COLLISION = `review name-collision: ${NOT_THAT}`;
const DECLARED = "comes from an index that is declared private (pyward.toml:9)";
const OF_OUR_OWN = { records: [{ id: "ACME-1", feed: "acme", affected: true }] };
// oxfmt-ignore
const IDENTITIES: readonly PolicyCase[] = [
  ["of a private index", AT("registry", `${OURS}/`), OWN_INDEX, {}, `not-affected private-index: ${NOT_THAT} ${DECLARED}`],
  ["of a private index, as a lock names it with a user", AT("registry", "https://ana:pw@INDEX.example/acme?x#y"), OWN_INDEX, {}, `not-affected private-index: ${NOT_THAT} ${DECLARED}`],
  ["of an index beside a private one", AT("registry", `${OURS}-mirror`), OWN_INDEX, {}, "fail default"],
  ["of an index that is declared a mirror", AT("registry", OURS), { indexes: [[OURS, "pypi"]] }, {}, "fail default"],
  ["of an index of which nothing is said", AT("registry", OURS), {}, {}, "fail default"],
  ["of no index that is named", AT("registry"), OWN_INDEX, {}, "fail default"],
  ["of a private index, waived", AT("registry", OURS), { ...OWN_INDEX, ...waiving({}) }, {}, WAIVED],
  ["of a private index, by a record of our own", { ...AT("registry", OURS), ...OF_OUR_OWN }, OWN_INDEX, {}, "fail default"],
  ["of git", AT("git", "https://git.example/brick"), OWN_INDEX, {}, "fail default"],
  ["malware of git", { kind: "malware", ...AT("git", "https://git.example/brick") }, {}, {}, `${COLLISION} comes from a git repository`],
  ["malware of a folder", { kind: "malware", ...AT("path") }, {}, {}, `${COLLISION} comes from a folder or file`],
  ["malware of conda", { kind: "malware", ...AT("conda") }, {}, {}, `${COLLISION} comes from conda`],
  ["malware of a private index", { kind: "malware", ...AT("registry", OURS) }, OWN_INDEX, {}, `${COLLISION} ${DECLARED}`],
  ["malware of an index of which nothing is said", { kind: "malware", ...AT("registry", OURS) }, {}, {}, "fail malware"],
  ["malware of an address", { kind: "malware", ...AT("url", `${OURS}/brick-1.4.whl`) }, OWN_INDEX, {}, "fail malware"],
  ["malware of git with a hash of the record", { kind: "malware", ...AT("git"), hasHashOfRecord: true }, {}, {}, "fail malware"],
  ["malware of git, by a record of our own", { kind: "malware", ...AT("git"), ...OF_OUR_OWN }, {}, {}, "fail malware"],
  ["malware of git, waived", { kind: "malware", ...AT("git") }, waiving({ kind: "false-positive", package: "brick", version: "==1.4" }), {}, WAIVED],
];

describe.each([
  ["records that disagree", DISAGREEMENTS],
  ["whether it is that package", IDENTITIES],
])("%s", (_, rows) => {
  test.each(rows)("%s", (...row) => {
    const [, given, rules, policy, expected] = row;
    expect(verdictText(judge(exampleFinding(given), examplePolicy(rules, policy)))).toBe(expected);
  });
});
