import type {
  ComparedFinding,
  GoneFinding,
  Report,
  ReportDependency,
  ReportFinding,
  Upgrade,
} from "../../model/index.ts";
import { endText, keyOf } from "../shared/change.ts";
import { fixTextOf, ratingOf } from "../shared/kind-words.ts";
import { neutralise } from "../shared/neutralise.ts";
import { locationsOf } from "./locations.ts";
import { levelOf, ruleIdOf } from "./rules.ts";

/** One for each finding, in the order of the report. */
export function resultsOf(
  findings: readonly ReportFinding[],
  report: Report,
  indexOf: (finding: ReportFinding) => number,
) {
  const dependencies = new Map(report.dependencies.map((dependency) => [dependency.ref, dependency]));
  const upgrades = new Map(report.upgrades.map((upgrade) => [upgrade.dependency, upgrade]));
  const compared = new Map(report.comparison?.findings.map((one) => [keyOf(one), one]));
  return findings.map((finding) => {
    const dependency = dependencies.get(finding.dependency) ?? null;
    return {
      ruleId: ruleIdOf(finding),
      ruleIndex: indexOf(finding),
      level: finding.verdict.status === "below-threshold" ? "note" : levelOf(finding),
      message: { text: messageOf(finding, dependency, upgrades.get(finding.dependency) ?? null) },
      locations: locationsOf(dependency, report, finding.project),
      // Of project, package and flaw: the same when lines move and when ids are added.
      partialFingerprints: { "pyward/v1": neutralise(finding.fingerprint) },
      ...suppressionOf(finding),
      ...baselineStateOf(finding, compared.get(keyOf(finding))),
      properties: {
        package: neutralise(finding.package),
        version: neutralise(finding.version),
        ids: [finding.id, ...finding.aliases].map(neutralise),
        confidence: finding.confidence,
        verdict: finding.verdict.status,
        rule: neutralise(finding.verdict.rule),
        exploited: finding.exploited === null ? null : neutralise(finding.exploited.since),
        epss: finding.epss === null ? null : { ...finding.epss, date: neutralise(finding.epss.date) },
        disclosed: finding.disclosed === null ? null : neutralise(finding.disclosed),
        fixedIn: finding.fixedIn.map(neutralise),
        targets: finding.targets === null ? null : neutralise(finding.targets),
      },
    };
  });
}

/** SARIF 3.27.24. A finding of a dependency that has another version now is `updated`. */
function baselineStateOf({ version }: ReportFinding, compared: ComparedFinding | undefined) {
  if (compared === undefined) return {};
  if (compared.state === "new") return { baselineState: "new" };
  return { baselineState: compared.from.includes(version) ? "unchanged" : "updated" };
}

/**
 * What a change mended: `absent`, and no result that fails (3.27.9), for those who read no `baselineState`. What could no longer be
 * audited is not among them.
 */
export function absentResults(
  gone: readonly GoneFinding[],
  report: Report,
  { project, indexOf }: { readonly project: string; indexOf(finding: GoneFinding): number },
) {
  return gone.map((finding) => ({
    ruleId: ruleIdOf(finding),
    ruleIndex: indexOf(finding),
    kind: "pass",
    level: "none",
    message: { text: neutralise(`${finding.package} ${endText(finding)}: ${ruleIdOf(finding)} is gone.`) },
    locations: locationsOf(null, report, project),
    partialFingerprints: { "pyward/v1": neutralise(finding.fingerprint) },
    baselineState: "absent",
  }));
}

function messageOf(
  finding: ReportFinding,
  dependency: ReportDependency | null,
  upgrade: Upgrade | null,
): string {
  const { title, exploited, targets } = finding;
  const fix = fixTextOf(finding, upgrade);
  const parts = [
    `${finding.package} ${finding.version}: ${title ?? "a known vulnerability"} (${ruleIdOf(finding)}, ${ratingOf(finding)}).`,
    exploited === null ? "" : `Known to be exploited since ${exploited.since}.`,
    targets === null ? "" : `Only where ${targets}.`,
    wayIn(dependency),
    fix === "" ? "" : `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`,
    upgrade === null || upgrade.to === null
      ? ""
      : `Upgrading to ${upgrade.to} clears ${upgrade.clears} of ${upgrade.of} findings of ${upgrade.package}.`,
  ];
  return parts
    .filter((part) => part !== "")
    .map(neutralise)
    .join(" ");
}

function wayIn(dependency: ReportDependency | null): string {
  const path = dependency === null || dependency.direct ? undefined : dependency.paths[0];
  return path === undefined || path.length < 2 ? "" : `It comes in by ${path.join(" → ")}.`;
}

/** SARIF 3.27.23: an empty list says that the result was looked at and is not suppressed. */
function suppressionOf({ verdict }: ReportFinding) {
  if (verdict.status !== "waived" && verdict.status !== "not-affected" && verdict.status !== "baseline")
    return { suppressions: [] };
  const justification = neutralise(verdict.reason ?? `${verdict.status} by the rule ${verdict.rule}`);
  return { suppressions: [{ kind: "external", status: "accepted", justification }] };
}
