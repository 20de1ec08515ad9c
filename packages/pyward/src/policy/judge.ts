import type { Scope, SeverityLevel, StateKind, SystemPackage, Verdict } from "../model/index.ts";
import { findIgnore } from "./ignores.ts";
import { judgeDisagreement } from "./disagreement.ts";
import { judgeIdentity } from "./identity.ts";
import { isLikelyExploited } from "./likely-exploited.ts";
import { judgeFixable } from "./only-fixable.ts";
import type { Judged } from "./judged.ts";
import type { Policy } from "./policy.ts";

/**
 * The verdict on one finding. The first rule that applies decides:
 * `ignore`, `waiver` (waived) → `name-collision` (review: malware that only the name may be about) → `private-index` (not affected) →
 * `malware`, `quarantined` (fail, whatever threshold and scope say) → `yanked`, `archived`,
 * `deprecated`, `end-of-life` (below, or fail where asked and not only in the tooling) → `admitted` (below, unless asked to fail) → `distro-advisory`, `distro-changelog` (not affected) → `tooling` (below, unless exploited
 * or at the bar of EPSS) → `undecided` (review, unless strict) → `disagreement` (review or below, where asked) → `distro-unverified` (review, unless the distribution confirms it, or asked to fail) →
 * `exploited`, `epss` (fail, where asked) → `unknown-severity` → the bar: `fail-on`, or the
 * strictest `scope:NAME` or `path:PATTERN` that applies (below it) → `only-fixable` (below, where asked and no fix is known) → fail by `default`, the bar's rule or, of an undecided one, `strict`.
 * A waiver that does not hold any more changes no verdict, and is its reason.
 */
export function judge(finding: Judged, policy: Policy): Verdict {
  const ignored = findIgnore(finding, policy.ignores);
  if (ignored !== null) return { status: "waived", rule: "ignore", reason: ignored.reason };
  const { rules } = policy;
  return rules === undefined
    ? judgeKind(finding, policy)
    : rules.judge(finding, () => judgeKind(finding, policy));
}

function judgeKind(finding: Judged, policy: Policy): Verdict {
  switch (finding.kind) {
    case "malware":
      return judgeIdentity(finding, policy) ?? fail("malware");
    case "quarantined":
      return fail(finding.kind);
    case "yanked":
    case "archived":
    case "deprecated":
    case "end-of-life":
      return judgeState(finding.kind, finding, policy);
    case "vulnerability":
      return judgeIdentity(finding, policy) ?? judgeVulnerability(finding, policy);
    default:
      return finding.kind satisfies never;
  }
}

/** What the index says of a release or its project is a warning, save where the policy asks for more. */
function judgeState(kind: StateKind, { scopes }: Judged, { failOnKinds = [], rules }: Policy): Verdict {
  if (!failOnKinds.includes(kind)) return below(kind, WARNINGS[kind]);
  if (isToolingOnly(scopes) && rules?.judgesTooling !== true) return below("tooling", TOOLING_ONLY);
  return fail(kind);
}

const WARNINGS: Readonly<Record<StateKind, string>> = {
  yanked: "a yanked release is a warning",
  archived: "an archived project is a warning",
  deprecated: "a deprecated project is a warning",
  "end-of-life": "a Python that nobody mends is a warning",
};
const TOOLING_ONLY = "only in the tooling of the environment";

function judgeVulnerability(finding: Judged, policy: Policy): Verdict {
  const { severity, confidence, exploited, scopes, admittedBy } = finding;
  if (admittedBy !== undefined && policy.failOnAdmitted !== true) return below("admitted", admittedBy);
  const confirmed = confirmedByDistribution(finding);
  const fixed = confirmed === null ? fixedByDistribution(finding) : null;
  if (fixed !== null) return { status: "not-affected", ...fixed };
  const likely = likelyExploited(finding, policy);
  const isUrgent = exploited !== null || likely !== null;
  if (isToolingOnly(scopes) && !isUrgent && policy.rules?.judgesTooling !== true) {
    return below("tooling", TOOLING_ONLY);
  }
  if (confidence === "undecided" && !policy.strict) {
    return {
      status: "review",
      rule: "undecided",
      reason: "the advisory does not say which versions it affects",
    };
  }
  const disagreement =
    policy.onDisagreement === undefined ? null : judgeDisagreement(finding, policy.onDisagreement);
  if (disagreement !== null) return disagreement;
  if (finding.systemPackage !== undefined && confirmed === null && policy.failOnUnverified !== true) {
    return {
      status: "review",
      rule: "distro-unverified",
      reason: unverified(finding.systemPackage, finding),
    };
  }
  if (exploited !== null && policy.failOnExploited === true) return fail("exploited", confirmed);
  if (likely !== null) return fail("epss", [confirmed, likely].filter((one) => one !== null).join("; "));
  if (severity.level === "unknown" && policy.unknownSeverity !== "fail") {
    return below("unknown-severity", "the policy lets unknown severities through");
  }
  const general = { level: policy.failOn, rule: "fail-on", place: null };
  const { level, rule, place } = policy.rules?.bar(finding, general) ?? general;
  if (isUnderBar(severity.level, level)) {
    return below(rule, `${severity.level} is below ${level}${place === null ? "" : ` (${place})`}`);
  }
  const unfixable = judgeFixable(finding, policy);
  if (unfixable !== null) return unfixable;
  if (confidence === "undecided") return fail("strict", confirmed);
  return fail(level === null ? "default" : rule, confirmed);
}

/** Why the bar of EPSS is reached; null: it is not. */
function likelyExploited(finding: Judged, policy: Policy): string | null {
  if (!isLikelyExploited(finding, policy)) return null;
  return `EPSS ${finding.epss?.probability} is not below ${policy.failOnEpss}`;
}

/** What the distribution says that it has not fixed in this version, which outweighs a changelog; null where it says no such thing. */
function confirmedByDistribution({ systemPackage, statements }: Judged): string | null {
  const said = statements?.find(({ status }) => status === "affected");
  if (systemPackage === undefined || said === undefined) return null;
  const until =
    said.version === null ? "no version of the distribution fixes it" : `fixed in ${said.version}`;
  return `${systemPackage.name} ${systemPackage.version} of ${systemPackage.manager} is affected by ${said.cve}: ${said.record} (${until})`;
}

/** By the distribution's advisories or, where these say nothing, its changelog; null where not all of the problem's CVEs are fixed. */
function fixedByDistribution(finding: Judged): Pick<Verdict, "rule" | "reason"> | null {
  const { id, aliases, systemPackage, statements = [] } = finding;
  if (systemPackage === undefined) return null;
  const cves = [id, ...aliases].filter((one) => /^CVE-/i.test(one)).map((one) => one.toUpperCase());
  const said = statements.filter(({ status, cve }) => status === "fixed" && cves.includes(cve));
  const logged = cves.filter((cve) => !said.some((one) => one.cve === cve));
  if (cves.length === 0 || !logged.every((cve) => systemPackage.fixes.includes(cve))) return null;
  const reasons = said.map(({ cve, record, version }) => `${record} has ${cve} fixed in ${version}`);
  const changelog = logged.length === 0 ? [] : [`changelog names ${logged.join(", ")}`];
  const reason = `${systemPackage.name} ${systemPackage.version}: ${[...reasons, ...changelog].join("; ")}`;
  return { rule: said.length > 0 ? "distro-advisory" : "distro-changelog", reason };
}

function unverified({ name, version, manager }: SystemPackage, { statements }: Judged): string {
  const changelog = manager === "apk" ? [] : ["its changelog"];
  const asked = [...changelog, ...(statements === undefined ? [] : ["the distribution's data"])];
  const silent =
    asked.length === 0
      ? "packages of apk have no changelog"
      : `${asked.length === 1 ? asked[0] : `neither ${asked.join(" nor ")}`} ${asked.length === 1 ? "does not say" : "says"} so`;
  return `${name} ${version} of ${manager} may have it fixed under the old version: ${silent}`;
}

/** A project's own `main`, extras and groups gate; the seed packages of an environment do not. */
function isToolingOnly(scopes: readonly Scope[]): boolean {
  return scopes.length > 0 && scopes.every((scope) => scope === "tooling");
}

const LEVELS = ["none", "low", "medium", "high", "critical"] as const satisfies readonly SeverityLevel[];

/** An unknown severity is never under the bar: what it is worth is `unknownSeverity`'s to say. */
function isUnderBar(level: SeverityLevel, bar: SeverityLevel | null): boolean {
  if (bar === null || bar === "unknown" || level === "unknown") return false;
  return LEVELS.indexOf(level) < LEVELS.indexOf(bar);
}

function fail(rule: string, reason: string | null = null): Verdict {
  return { status: "fail", rule, reason };
}

function below(rule: string, reason: string): Verdict {
  return { status: "below-threshold", rule, reason };
}
