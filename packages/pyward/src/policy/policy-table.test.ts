import { describe, expect, test } from "vitest";
import type { ComparedFinding } from "../model/index.ts";
import {
  barred,
  exampleFinding,
  examplePolicy,
  verdictText,
  WAIVED,
  waiving,
  type GivenFinding,
  type GivenRules,
  type PolicyCase,
} from "./example-policy.ts";
import { judgeChange } from "./judge-change.ts";
import { judge } from "./judge.ts";
import { judgeUnfixable } from "./only-fixable.ts";
import type { Policy } from "./policy.ts";

// Waiver × alias × scope × expiry × threshold × baseline. It is noon of 2026-11-24 (UTC), the finding is PYSEC-2024-1 = CVE-2024-1 =
// GHSA-abcd-efgh-jkmn, high, in brick 1.4 of requirements.txt, scope main, without a fix.

const HIGH = { failOn: "high" } as const;
const DEV = ["group:dev"] as const;
const EXPIRED = (on: string) => `fail default: the waiver of CVE-2024-1 (pyward.toml:1) expired on ${on}`;

// oxfmt-ignore
const ALIASES: readonly PolicyCase[] = [
  ["by its id", {}, waiving({ id: "PYSEC-2024-1" }), {}, WAIVED],
  ["by an alias", {}, waiving({ id: "CVE-2024-1" }), {}, WAIVED],
  ["by another alias", {}, waiving({ id: "GHSA-abcd-efgh-jkmn" }), {}, WAIVED],
  ["in another case", {}, waiving({ id: "ghsa-ABCD-efgh-jkmn" }), {}, WAIVED],
  ["another id", {}, waiving({ id: "CVE-2024-10" }), {}, "fail default"],
  ["a part of an id", {}, waiving({ id: "CVE-2024" }), {}, "fail default"],
  ["an id of another script", {}, waiving({ id: "PY\u017fEC-2024-1" }), {}, "fail default"],
  ["a gap's waiver says nothing of findings", {}, waiving({ id: null, gap: "unpinned" }), {}, "fail default"],
  ["forbidden by its id", {}, waiving({}, { never: ["PYSEC-2024-1"] }), {}, "fail default: no waiver may cover PYSEC-2024-1 (pyward.toml:9)"],
  ["forbidden by another alias, in another case", {}, waiving({}, { never: ["ghsa-abcd-EFGH-jkmn"] }), {}, "fail default: no waiver may cover ghsa-abcd-EFGH-jkmn (pyward.toml:9)"],
  ["another id is forbidden", {}, waiving({}, { never: ["CVE-2024-10"] }), {}, WAIVED],
];

// oxfmt-ignore
const PARTS: readonly PolicyCase[] = [
  ["of the package", {}, waiving({ package: "brick" }), {}, WAIVED],
  ["of another package", {}, waiving({ package: "clay" }), {}, "fail default"],
  ["of the version", {}, waiving({ version: "==1.4" }), {}, WAIVED],
  ["of a range that holds it", {}, waiving({ version: "<2" }), {}, WAIVED],
  ["of a range that does not", {}, waiving({ version: "<1.4" }), {}, "fail default"],
  ["of a range and a pre-release", { version: "1.4rc1" }, waiving({ version: "<2" }), {}, WAIVED],
  ["of a version, and what is installed has none that is one", { version: "unknown" }, waiving({ version: "<2" }), {}, "fail default"],
  ["of the path", { paths: ["legacy/a.txt"] }, waiving({ path: "legacy/**" }), {}, WAIVED],
  ["of another path", { paths: ["src/a.txt"] }, waiving({ path: "legacy/**" }), {}, "fail default"],
  ["of one of its two paths", { paths: ["legacy/a.txt", "src/a.txt"] }, waiving({ path: "legacy/**" }), {}, "fail default"],
  ["of both of its paths", { paths: ["legacy/a.txt", "legacy/b.txt"] }, waiving({ path: "legacy/**" }), {}, WAIVED],
  ["of a path, and nothing says where", { paths: [] }, waiving({ path: "legacy/**" }), {}, "fail default"],
  ["of its scope", { scopes: DEV }, waiving({ scopes: ["dev"] }), {}, WAIVED],
  ["of its scope by name", { scopes: DEV }, waiving({ scopes: ["group:dev"] }), {}, WAIVED],
  ["of another group", { scopes: DEV }, waiving({ scopes: ["group:docs"] }), {}, "fail default"],
  ["of dev, and an extra is none", { scopes: ["extra:dev"] }, waiving({ scopes: ["dev"] }), {}, "fail default"],
  ["of dev, needed by main, too", { scopes: ["main", "group:dev"] }, waiving({ scopes: ["dev"] }), {}, "fail default"],
  ["of both of its scopes", { scopes: ["main", "group:dev"] }, waiving({ scopes: ["dev", "main"] }), {}, WAIVED],
  ["of the target", {}, waiving({ targets: ["windows"] }, { targets: [{ python: null, platform: "windows" }] }), {}, WAIVED],
  ["of a target, and another is audited, too", {}, waiving({ targets: ["windows"] }, { targets: [{ python: null, platform: "windows" }, { python: null, platform: "linux" }], }), {}, "fail default"],
  ["of a target, and every one is audited", {}, waiving({ targets: ["windows"] }), {}, "fail default"],
  ["of a Python", {}, waiving({ targets: ["3.12"] }, { targets: [{ python: "3.12.4", platform: null }] }), {}, WAIVED],
  ["of all of these", { scopes: DEV, paths: ["legacy/x"] }, waiving({ package: "brick", version: "<2", path: "legacy/**", scopes: ["dev"] }), {}, WAIVED],
  ["of all of these but one", { scopes: DEV, paths: ["legacy/x"] }, waiving({ package: "brick", version: "<1", path: "legacy/**", scopes: ["dev"] }), {}, "fail default"],
];

// oxfmt-ignore
const ENDS: readonly PolicyCase[] = [
  ["before its last day", {}, waiving({ expires: "2026-12-31" }), {}, WAIVED],
  ["on its last day", {}, waiving({ expires: "2026-11-24" }), {}, WAIVED],
  ["in the last second of it", {}, waiving({ expires: "2026-11-24" }, { now: "2026-11-24T23:59:59Z" }), {}, WAIVED],
  ["a second later", {}, waiving({ expires: "2026-11-24" }, { now: "2026-11-25T00:00:00Z" }), {}, EXPIRED("2026-11-24")],
  ["the day after", {}, waiving({ expires: "2026-11-23" }), {}, EXPIRED("2026-11-23")],
  ["before its moment", {}, waiving({ expires: "2026-11-24T12:00:01Z" }), {}, WAIVED],
  ["at its moment", {}, waiving({ expires: "2026-11-24T12:00:00Z" }), {}, EXPIRED("2026-11-24")],
  ["at its moment, said elsewhere", {}, waiving({ expires: "2026-11-24T14:00:00+02:00" }), {}, EXPIRED("2026-11-24")],
  ["expired, below the bar", { level: "low" }, waiving({ expires: "2026-01-01" }), HIGH, "below-threshold fail-on: low is below high; the waiver of CVE-2024-1 (pyward.toml:1) expired on 2026-01-01"],
  ["expired, and another holds", {}, { waivers: [{ expires: "2026-01-01" }, { id: "PYSEC-2024-1", reason: "renewed" }] }, {}, "waived waiver: renewed"],
  ["both expired", {}, { waivers: [{ expires: "2026-01-01" }, { expires: "2026-02-01" }] }, {}, EXPIRED("2026-01-01")],
  ["until a fix, and there is none", {}, waiving({ untilFixed: true }), {}, WAIVED],
  ["until a fix, and there is one", { fix: "1.5" }, waiving({ untilFixed: true }), {}, "fail default: the waiver of CVE-2024-1 (pyward.toml:1) held until a fix: 1.5 has it"],
  ["a fix ends no other waiver", { fix: "1.5" }, waiving({}), {}, WAIVED],
  ["until a fix and a day that is over", {}, waiving({ untilFixed: true, expires: "2026-01-01" }), {}, EXPIRED("2026-01-01")],
];

// oxfmt-ignore
const KINDS: readonly PolicyCase[] = [
  ["malware by a waiver of its id alone", { kind: "malware" }, waiving({}), {}, "fail malware: the waiver of CVE-2024-1 (pyward.toml:1) does not cover malware: that takes kind, package and version"],
  ["malware without a version", { kind: "malware" }, waiving({ kind: "false-positive", package: "brick" }), {}, "fail malware: the waiver of CVE-2024-1 (pyward.toml:1) does not cover malware: that takes kind, package and version"],
  ["malware, all said", { kind: "malware" }, waiving({ kind: "false-positive", package: "brick", version: "==1.4" }), {}, WAIVED],
  ["malware, all said of another version", { kind: "malware" }, waiving({ kind: "false-positive", package: "brick", version: "==1.5" }), {}, "fail malware"],
  ["quarantined by a waiver of its id alone", { kind: "quarantined" }, waiving({ kind: "accepted" }), {}, "fail quarantined: the waiver of CVE-2024-1 (pyward.toml:1) does not cover quarantined: that takes kind, package and version"],
  ["malware in dev under a bar", { kind: "malware", scopes: DEV, level: "low" }, barred(["dev", "critical"]), {}, "fail malware"],
  ["undecided, waived", { confidence: "undecided" }, waiving({}), { strict: true }, WAIVED],
  ["undecided, the waiver expired", { confidence: "undecided" }, waiving({ expires: "2026-01-01" }), {}, "review undecided: the advisory does not say which versions it affects; the waiver of CVE-2024-1 (pyward.toml:1) expired on 2026-01-01"],
  ["waived in the tooling", { scopes: ["tooling"] }, waiving({}), {}, WAIVED],
  ["without a reason, where none is needed", {}, waiving({ reason: null }), {}, "waived waiver"],
  ["the command line's comes first", {}, waiving({}), { ignores: [{ id: "CVE-2024-1", reason: "typed" }] }, "waived ignore: typed"],
];

// oxfmt-ignore
const BARS: readonly PolicyCase[] = [
  ["a scope's bar, below it", { scopes: DEV, level: "medium" }, barred(["dev", "high"]), {}, "below-threshold scope:dev: medium is below high (pyward.toml:9)"],
  ["a scope's bar, at it", { scopes: DEV }, barred(["dev", "high"]), {}, "fail scope:dev"],
  ["a scope's bar says nothing of main", { level: "low" }, barred(["dev", "high"]), {}, "fail default"],
  ["in dev and main: the stricter", { scopes: ["main", "group:dev"], level: "low" }, barred(["dev", "high"]), {}, "fail default"],
  ["in dev and main, whose bar is higher", { scopes: ["main", "group:dev"], level: "medium" }, barred(["dev", "medium"]), { failOn: "critical" }, "fail scope:dev"],
  ["a scope's bar under a general one", { scopes: DEV, level: "medium" }, barred(["dev", "medium"]), HIGH, "fail scope:dev"],
  ["two bars of one scope: the stricter", { scopes: ["group:docs"], level: "medium" }, barred(["dev", "critical"], ["group:docs", "medium"]), {}, "fail scope:group:docs"],
  ["an extra's bar", { scopes: ["extra:gui"], level: "low" }, barred(["extra:gui", "high"]), {}, "below-threshold scope:extra:gui: low is below high (pyward.toml:9)"],
  ["a path's bar", { paths: ["legacy/a.txt"], level: "high" }, barred(["legacy/**", "critical"]), {}, "below-threshold path:legacy/**: high is below critical (pyward.toml:9)"],
  ["a path's bar, and another path", { paths: ["legacy/a.txt", "a.txt"] }, barred(["legacy/**", "critical"]), {}, "fail default"],
  ["a path's and a scope's: the stricter", { paths: ["legacy/a.txt"], scopes: DEV, level: "medium" }, barred(["legacy/**", "critical"], ["dev", "medium"]), {}, "fail scope:dev"],
  ["tooling without a bar", { scopes: ["tooling"], level: "critical" }, barred(["dev", "low"]), {}, "below-threshold tooling: only in the tooling of the environment"],
  ["tooling with a bar, at it", { scopes: ["tooling"], level: "critical" }, barred(["tooling", "high"]), {}, "fail scope:tooling"],
  ["tooling with a bar, below it", { scopes: ["tooling"], level: "low" }, barred(["tooling", "high"]), {}, "below-threshold scope:tooling: low is below high (pyward.toml:9)"],
  ["what is needed to build", { scopes: ["build"], level: "low" }, barred(["build", "high"]), {}, "below-threshold scope:build: low is below high (pyward.toml:9)"],
  ["an unknown severity under a bar", { scopes: DEV, level: "unknown" }, barred(["dev", "critical"]), {}, "fail scope:dev"],
  ["an unknown severity let through", { scopes: DEV, level: "unknown" }, barred(["dev", "critical"]), { unknownSeverity: "pass" }, "below-threshold unknown-severity: the policy lets unknown severities through"],
  ["exploited below the bar", { level: "low", exploited: true }, {}, { failOn: "high" }, "below-threshold fail-on: low is below high"],
  ["exploited below the bar, where that fails", { level: "low", exploited: true }, {}, { failOn: "high", failOnExploited: true }, "fail exploited"],
  ["exploited in dev under a bar, where that fails", { level: "low", exploited: true, scopes: DEV }, barred(["dev", "critical"]), { failOnExploited: true }, "fail exploited"],
  ["exploited of unknown severity, where that fails", { level: "unknown", exploited: true }, {}, { unknownSeverity: "pass", failOnExploited: true }, "fail exploited"],
  ["exploited in the tooling, where that fails", { exploited: true, scopes: ["tooling"] }, {}, { failOnExploited: true }, "fail exploited"],
  ["exploited, and waived", { exploited: true }, waiving({}), { failOnExploited: true }, WAIVED],
  ["not exploited, where that would fail", { level: "low" }, {}, { failOn: "high", failOnExploited: true }, "below-threshold fail-on: low is below high"],
];

const LIKELY = { failOnEpss: 0.1 } as const;
// oxfmt-ignore
const CHANCES: readonly PolicyCase[] = [
  ["likely to be exploited, and nobody asks", { level: "low", epss: 0.9 }, {}, { failOn: "high" }, "below-threshold fail-on: low is below high"],
  ["likely, below the bar of severity", { level: "low", epss: 0.9 }, {}, { ...LIKELY, failOn: "high" }, "fail epss: EPSS 0.9 is not below 0.1"],
  ["just as likely as the bar", { level: "low", epss: 0.1 }, {}, { ...LIKELY, failOn: "high" }, "fail epss: EPSS 0.1 is not below 0.1"],
  ["less likely than the bar", { level: "low", epss: 0.0999 }, {}, { ...LIKELY, failOn: "high" }, "below-threshold fail-on: low is below high"],
  ["less likely, above the bar of severity", { level: "critical", epss: 0.0001 }, {}, { ...LIKELY, failOn: "high" }, "fail fail-on"],
  ["less likely, and no bar of severity", { level: "low", epss: 0.0001 }, {}, LIKELY, "fail default"],
  ["without a score is never less than likely nor more", { level: "low" }, {}, { failOnEpss: 0, failOn: "high" }, "below-threshold fail-on: low is below high"],
  ["of unknown severity, let through, and likely", { level: "unknown", epss: 0.5 }, {}, { ...LIKELY, unknownSeverity: "pass" }, "fail epss: EPSS 0.5 is not below 0.1"],
  ["likely, in dev under a bar", { level: "low", epss: 0.5, scopes: DEV }, barred(["dev", "critical"]), LIKELY, "fail epss: EPSS 0.5 is not below 0.1"],
  ["likely, below a path's bar", { level: "low", epss: 0.5, paths: ["legacy/a.txt"] }, barred(["legacy/**", "critical"]), LIKELY, "fail epss: EPSS 0.5 is not below 0.1"],
  ["likely, in the tooling", { epss: 0.5, scopes: ["tooling"] }, {}, LIKELY, "fail epss: EPSS 0.5 is not below 0.1"],
  ["less likely, in the tooling", { epss: 0.05, scopes: ["tooling"] }, {}, LIKELY, "below-threshold tooling: only in the tooling of the environment"],
  ["likely, and waived", { epss: 0.5 }, waiving({}), LIKELY, WAIVED],
  ["likely, and the waiver is over", { epss: 0.5 }, waiving({ expires: "2026-11-23" }), LIKELY, "fail epss: EPSS 0.5 is not below 0.1; the waiver of CVE-2024-1 (pyward.toml:1) expired on 2026-11-23"],
  ["likely and exploited: the surer rule is named", { level: "low", epss: 0.5, exploited: true }, {}, { ...LIKELY, failOn: "high", failOnExploited: true }, "fail exploited"],
  ["likely and undecided", { epss: 0.5, confidence: "undecided" }, {}, LIKELY, "review undecided: the advisory does not say which versions it affects"],
  ["likely and undecided, strict", { epss: 0.5, confidence: "undecided" }, {}, { ...LIKELY, strict: true }, "fail epss: EPSS 0.5 is not below 0.1"],
  ["a probability of one", { level: "none", epss: 1 }, {}, { failOnEpss: 1, failOn: "high" }, "fail epss: EPSS 1 is not below 1"],
];

const STATES = { failOnKinds: ["yanked", "archived"] } as const;
// oxfmt-ignore
const STATE: readonly PolicyCase[] = [
  ["yanked", { kind: "yanked", level: "unknown" }, {}, {}, "below-threshold yanked: a yanked release is a warning"],
  ["archived", { kind: "archived" }, {}, {}, "below-threshold archived: an archived project is a warning"],
  ["deprecated", { kind: "deprecated" }, {}, {}, "below-threshold deprecated: a deprecated project is a warning"],
  ["a Python without fixes", { kind: "end-of-life", level: "unknown" }, {}, { failOn: "high" }, "below-threshold end-of-life: a Python that nobody mends is a warning"],
  ["a Python without fixes, where that fails", { kind: "end-of-life", level: "unknown" }, {}, { failOnKinds: ["end-of-life"], failOn: "critical", unknownSeverity: "pass" }, "fail end-of-life"],
  ["a Python without fixes, where that fails, and waived", { kind: "end-of-life" }, waiving({}), { failOnKinds: ["end-of-life"] }, WAIVED],
  ["yanked, where that fails", { kind: "yanked", level: "unknown" }, {}, STATES, "fail yanked"],
  ["archived, where that fails, under a bar", { kind: "archived", level: "unknown" }, {}, { ...STATES, failOn: "critical", unknownSeverity: "pass" }, "fail archived"],
  ["deprecated, where others fail", { kind: "deprecated" }, {}, STATES, "below-threshold deprecated: a deprecated project is a warning"],
  ["yanked in dev under a bar, where that fails", { kind: "yanked", scopes: DEV }, barred(["dev", "critical"]), STATES, "fail yanked"],
  ["yanked in the tooling, where that fails", { kind: "yanked", scopes: ["tooling"] }, {}, STATES, "below-threshold tooling: only in the tooling of the environment"],
  ["yanked in the tooling, which has a bar", { kind: "yanked", scopes: ["tooling"] }, barred(["tooling", "high"]), STATES, "fail yanked"],
  ["yanked, where that fails, and waived", { kind: "yanked" }, waiving({}), STATES, WAIVED],
  ["malware whatever kinds fail", { kind: "malware", level: "none" }, barred(["main", "critical"]), { ...STATES, failOn: "critical" }, "fail malware"],
  ["quarantined whatever kinds fail", { kind: "quarantined", level: "none", scopes: ["tooling"] }, {}, { failOn: "critical", unknownSeverity: "pass" }, "fail quarantined"],
];

const FIXABLE = { onlyFixable: true } as const;
const UNFIXED = "below-threshold only-fixable: no version is known that fixes it";
// oxfmt-ignore
const FIXES: readonly PolicyCase[] = [
  ["without a fix", {}, {}, FIXABLE, UNFIXED],
  ["with a fix", { fix: "1.5" }, {}, FIXABLE, "fail default"],
  ["without a fix, and nobody asks", {}, {}, {}, "fail default"],
  ["without a fix, above the bar", { level: "critical" }, {}, { ...FIXABLE, ...HIGH }, UNFIXED],
  ["with a fix, at the bar", { fix: "1.5" }, {}, { ...FIXABLE, ...HIGH }, "fail fail-on"],
  ["without a fix, below the bar anyway", { level: "low" }, {}, { ...FIXABLE, ...HIGH }, "below-threshold fail-on: low is below high"],
  ["without a fix, of unknown severity", { level: "unknown" }, {}, FIXABLE, UNFIXED],
  ["without a fix, in dev at its bar", { scopes: DEV }, barred(["dev", "high"]), FIXABLE, UNFIXED],
  ["without a fix, waived", {}, waiving({}), FIXABLE, WAIVED],
  ["without a fix, the waiver is over", {}, waiving({ expires: "2026-01-01" }), FIXABLE, `${UNFIXED}; the waiver of CVE-2024-1 (pyward.toml:1) expired on 2026-01-01`],
  ["with a fix, the waiver until one is over", { fix: "1.5" }, waiving({ untilFixed: true }), FIXABLE, "fail default: the waiver of CVE-2024-1 (pyward.toml:1) held until a fix: 1.5 has it"],
  ["without a fix, exploited", { exploited: true }, {}, FIXABLE, UNFIXED],
  ["without a fix, exploited, where that fails", { exploited: true }, {}, { ...FIXABLE, failOnExploited: true }, "fail exploited"],
  ["without a fix, likely, where that fails", { epss: 0.5 }, {}, { ...FIXABLE, ...LIKELY }, "fail epss: EPSS 0.5 is not below 0.1"],
  ["without a fix, undecided", { confidence: "undecided" }, {}, FIXABLE, "review undecided: the advisory does not say which versions it affects"],
  ["without a fix, undecided, strict", { confidence: "undecided" }, {}, { ...FIXABLE, strict: true }, UNFIXED],
  ["malware without a fix", { kind: "malware" }, {}, FIXABLE, "fail malware"],
  ["a quarantined project", { kind: "quarantined" }, {}, FIXABLE, "fail quarantined"],
  ["a yanked release, where that fails", { kind: "yanked" }, {}, { ...FIXABLE, ...STATES }, "fail yanked"],
];

type ChangeRow = readonly [
  what: string,
  finding: GivenFinding,
  rules: GivenRules,
  policy: Partial<Policy>,
  /** What the base has of it, and whether news fails (`disclosed`). */
  base: Partial<ComparedFinding> & { readonly disclosed?: "fail" },
  verdict: string,
];

const UNCHANGED: ComparedFinding = {
  dependency: "p1:brick@1.4",
  id: "PYSEC-2024-1",
  state: "kept",
  cause: null,
  from: ["1.4"],
  isExploitedSince: false,
  isWidened: false,
  wasExcused: false,
};
const KEPT = { state: "kept" } as const;
const NEWS = { state: "new", cause: "disclosed" } as const;
const BROUGHT = { state: "new", cause: "introduced" } as const;
const OLD = "baseline baseline: main has it";
// oxfmt-ignore
const CHANGES: readonly ChangeRow[] = [
  ["the base has it", {}, {}, {}, KEPT, OLD],
  ["the change brings it", {}, {}, {}, BROUGHT, "fail default"],
  ["the change brings it, and it is waived by an alias", {}, waiving({ id: "ghsa-abcd-efgh-jkmn" }), {}, BROUGHT, WAIVED],
  ["the change brings it, and the waiver is over", {}, waiving({ expires: "2026-11-23" }), {}, BROUGHT, EXPIRED("2026-11-23")],
  ["the change brings it to dev, below its bar", { scopes: DEV, level: "medium" }, barred(["dev", "high"]), {}, BROUGHT, "below-threshold scope:dev: medium is below high (pyward.toml:9)"],
  ["the base has it, below the bar as well", { level: "low" }, {}, HIGH, KEPT, "below-threshold fail-on: low is below high"],
  ["the base has it, and it is waived", {}, waiving({}), {}, KEPT, WAIVED],
  ["the base had it waived, and the waiver is over", {}, waiving({ expires: "2026-11-23" }), {}, { ...KEPT, wasExcused: true }, "fail default: main has it as excused, and the excuse no longer holds"],
  ["the base has it, and the waiver was over there, too", {}, waiving({ expires: "2026-11-23" }), {}, KEPT, OLD],
  ["the base has it for dev, and now main needs it", {}, {}, {}, { ...KEPT, isWidened: true }, "fail widened: it was not for main in main"],
  ["now main needs it, below the bar", { level: "low" }, {}, HIGH, { ...KEPT, isWidened: true }, "below-threshold fail-on: low is below high"],
  ["the base has it, and it is exploited since", { exploited: true }, {}, {}, { ...KEPT, isExploitedSince: true }, "review exploited: known to be exploited since main"],
  ["exploited since, and news fails", { exploited: true }, {}, {}, { ...KEPT, isExploitedSince: true, disclosed: "fail" }, "fail exploited: known to be exploited since main"],
  ["news of what did not change", {}, {}, {}, NEWS, "review disclosed: what main has is affected as well, and its data did not say so"],
  ["news, and news fails", {}, {}, {}, { ...NEWS, disclosed: "fail" }, "fail disclosed: what main has is affected as well, and its data did not say so"],
  ["news, waived", {}, waiving({}), {}, { ...NEWS, disclosed: "fail" }, WAIVED],
  ["news below the bar of its path", { paths: ["legacy/a.txt"], level: "high" }, barred(["legacy/**", "critical"]), {}, { ...NEWS, disclosed: "fail" }, "below-threshold path:legacy/**: high is below critical (pyward.toml:9)"],
  ["malware that the base has", { kind: "malware" }, {}, {}, KEPT, "fail malware"],
  ["malware that came to be known", { kind: "malware" }, {}, {}, NEWS, "fail malware"],
  ["a quarantined project that the base has", { kind: "quarantined" }, {}, {}, KEPT, "fail quarantined"],
  ["an unknown severity that the base has", { level: "unknown" }, {}, HIGH, KEPT, OLD],
  ["the base had it without a fix, and there is one", { fix: "1.5" }, {}, FIXABLE, { ...KEPT, wasExcused: true }, "fail default: main has it as excused, and the excuse no longer holds"],
  ["likely to be exploited, and the base has it", { level: "low", epss: 0.5 }, {}, { ...LIKELY, failOn: "high" }, KEPT, OLD],
];

test.each(CHANGES)("a change: %s", (...row) => {
  const [, given, rules, policy, { disclosed = "pass", ...base }, expected] = row;
  const finding = exampleFinding(given);
  const compared: ComparedFinding = { ...UNCHANGED, ...base };
  const verdict = judge(finding, examplePolicy(rules, policy));
  const changed = judgeChange({ kind: finding.kind, verdict }, compared, {
    disclosed,
    base: "main",
  });
  expect(verdictText(changed)).toBe(expected);
});

describe.each([
  ["a waiver and the names of a flaw", ALIASES],
  ["a waiver of a part", PARTS],
  ["a waiver and its end", ENDS],
  ["a waiver and what kind of finding it is", KINDS],
  ["bars", BARS],
  ["how likely it is to be exploited", CHANCES],
  ["what an index says of a release", STATE],
  ["whether there is a fix", FIXES],
])("%s", (_, rows) => {
  test.each(rows)("%s", (...row) => {
    const [, given, rules, policy, expected] = row;
    expect(verdictText(judge(exampleFinding(given), examplePolicy(rules, policy)))).toBe(expected);
  });
});

test("a verdict names the waiver that it rests on, and one that does not hold any more", () => {
  const fact = {
    kind: "not-affected",
    path: "pyward.toml",
    line: 1,
    owner: "ana",
    expires: "2026-11-01",
    untilFixed: false,
  };
  const waiver = { kind: "not-affected", owner: "ana", expires: "2026-11-01" } as const;
  const at = (now: string) => judge(exampleFinding(), examplePolicy({ waivers: [waiver], now }));
  expect(at("2026-10-01T00:00:00Z")).toEqual({
    status: "waived",
    rule: "waiver",
    reason: "agreed",
    waiver: fact,
  });
  expect(at("2026-12-01T00:00:00Z")).toMatchObject({ status: "fail", rule: "default", waiver: fact });
});

// oxfmt-ignore
test.each([
  ["nobody asks", {}, {}, "fail default"],
  ["only what has a fix fails", {}, FIXABLE, "below-threshold only-fixable: no version clears it: so"],
  ["exploited", { exploited: true }, FIXABLE, "below-threshold only-fixable: no version clears it: so"],
  ["exploited, where that fails", { exploited: true }, { ...FIXABLE, failOnExploited: true }, "fail exploited"],
  ["likely, where that fails", { epss: 0.5 }, { ...FIXABLE, ...LIKELY }, "fail epss: EPSS 0.5 is not below 0.1"],
  ["malware", { kind: "malware" }, FIXABLE, "fail malware"],
  ["a yanked release, where that fails", { kind: "yanked" }, { ...FIXABLE, ...STATES }, "fail yanked"],
  ["for review", { confidence: "undecided" }, FIXABLE, "review undecided: the advisory does not say which versions it affects"],
] as const)("a plan shows that no version clears it: %s", (_, given: GivenFinding, rules: Partial<Policy>, expected) => {
  const policy = examplePolicy({}, rules);
  const finding = exampleFinding({ ...given, fix: "1.5" });
  const verdict = judgeUnfixable({ ...finding, verdict: judge(finding, policy) }, policy, "no version clears it: so");
  expect(verdictText(verdict)).toBe(expected);
});
