import type {
  DistroStatement,
  Problem,
  Scope,
  SeverityLevel,
  SystemPackage,
  Verdict,
} from "../model/index.ts";
import { findIgnore } from "./ignores.ts";
import type { Policy } from "./policy.ts";

/** What a verdict depends on, and nothing else. */
export interface Judged extends Pick<
  Problem,
  "id" | "aliases" | "kind" | "severity" | "confidence" | "exploited"
> {
  /** Scopes of the dependency that has the problem. */
  readonly scopes: readonly Scope[];
  /** The package of a Linux distribution that owns it; absent where none does. */
  readonly systemPackage?: SystemPackage | undefined;
  /** What the distribution's own advisories say about its CVEs; absent where nobody was asked. */
  readonly statements?: readonly DistroStatement[] | undefined;
}

/**
 * The verdict on one finding. The first rule that applies decides:
 * `ignore` (waived) → `malware`, `quarantined` (fail, whatever threshold and scope say) → `yanked`, `archived`,
 * `deprecated` (below) → `distro-advisory`, `distro-changelog` (not affected) → `tooling` (below, unless exploited) → `undecided` (review, unless strict) →
 * `distro-unverified` (review, unless the distribution confirms it, or asked to fail) → `unknown-severity` and `fail-on` (below the bar) → fail by `default`, `fail-on` or, of an undecided one, `strict`.
 */
export function judge(finding: Judged, policy: Policy): Verdict {
  const ignored = findIgnore(finding, policy.ignores);
  if (ignored !== null) return { status: "waived", rule: "ignore", reason: ignored.reason };
  switch (finding.kind) {
    case "malware":
    case "quarantined":
      return fail(finding.kind);
    case "yanked":
    case "archived":
    case "deprecated":
      return below(finding.kind, `a ${finding.kind} release is a warning`);
    case "vulnerability":
      return judgeVulnerability(finding, policy);
    default:
      return finding.kind satisfies never;
  }
}

function judgeVulnerability(finding: Judged, policy: Policy): Verdict {
  const { severity, confidence, exploited, scopes } = finding;
  const confirmed = confirmedByDistribution(finding);
  const fixed = confirmed === null ? fixedByDistribution(finding) : null;
  if (fixed !== null) return { status: "not-affected", ...fixed };
  if (isToolingOnly(scopes) && exploited === null) {
    return below("tooling", "only in the tooling of the environment");
  }
  if (confidence === "undecided" && !policy.strict) {
    return {
      status: "review",
      rule: "undecided",
      reason: "the advisory does not say which versions it affects",
    };
  }
  if (finding.systemPackage !== undefined && confirmed === null && policy.failOnUnverified !== true) {
    return {
      status: "review",
      rule: "distro-unverified",
      reason: unverified(finding.systemPackage, finding),
    };
  }
  if (severity.level === "unknown" && policy.unknownSeverity !== "fail") {
    return below("unknown-severity", "the policy lets unknown severities through");
  }
  if (isUnderBar(severity.level, policy.failOn)) {
    return below("fail-on", `${severity.level} is below ${policy.failOn}`);
  }
  if (confidence === "undecided") return fail("strict", confirmed);
  return fail(policy.failOn === null ? "default" : "fail-on", confirmed);
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
