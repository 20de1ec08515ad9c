import type { Report, ReportFinding, Severity } from "../../../model/index.ts";
import { adviser } from "../advice.ts";
import { giverOf } from "../advisory-source.ts";
import { partId } from "../bill-of-materials.ts";
import { cleanText, webUrl, type Json, type JsonMembers } from "../clean-json.ts";
import { rfc3339 } from "../time.ts";
import { JUSTIFICATIONS, VEX_WORDS, vexStatusOf } from "../vex-status.ts";
import { property } from "./property.ts";
import type { CycloneDxVersion } from "./versions.ts";

/** One for each finding: what is said of a flaw can differ from one dependency to the next. */
export function vulnerabilitiesOf(report: Report, version: CycloneDxVersion): readonly Json[] {
  const adviceOn = adviser(report);
  const known = new Set(report.dependencies.map(({ ref }) => ref));
  return report.findings.map((finding, at) => {
    const { id, aliases, title, description, url, disclosed, imported, modified } = finding;
    const address = webUrl(url);
    return {
      "bom-ref": `finding:${at + 1}`,
      id,
      source: { name: giverOf(id), url: address },
      references:
        aliases.length === 0
          ? undefined
          : aliases.map((alias) => ({ id: alias, source: { name: giverOf(alias) } })),
      ratings: ratingsOf(finding.severity, version),
      description: title ?? undefined,
      detail: description ?? undefined,
      recommendation: adviceOn(finding),
      advisories: address === undefined ? undefined : [{ url: address }],
      created: rfc3339(imported),
      published: rfc3339(disclosed),
      updated: rfc3339(modified),
      analysis: analysisOf(finding),
      affects: known.has(finding.dependency) ? [affectsOf(finding)] : undefined,
      properties: propertiesOf(finding),
    };
  });
}

function ratingsOf({ level, score, vector, source }: Severity, version: CycloneDxVersion): readonly Json[] {
  return [
    {
      source: source === null ? undefined : { name: source },
      score: score ?? undefined,
      severity: level,
      method: vector === null ? undefined : methodOf(vector, version),
      vector: vector ?? undefined,
    },
  ];
}

/** By the vector's own name. CVSS 4 came with 1.5. */
function methodOf(vector: string, version: CycloneDxVersion): string {
  if (vector.startsWith("CVSS:4.")) return version === "1.4" ? "other" : "CVSSv4";
  if (vector.startsWith("CVSS:3.1/")) return "CVSSv31";
  if (vector.startsWith("CVSS:3.0/")) return "CVSSv3";
  return /^\(?AV:[NAL]\/AC:[HML]\/Au:/.test(vector) ? "CVSSv2" : "other";
}

function analysisOf(finding: ReportFinding): JsonMembers | undefined {
  const status = vexStatusOf(finding);
  const { cyclonedx: state, response } = VEX_WORDS[status.kind];
  if (state === null) return undefined;
  const justification = status.kind === "not-affected" ? status.justification : null;
  return {
    state,
    justification: justification === null ? undefined : JUSTIFICATIONS[justification].cyclonedx,
    response: response === null ? undefined : [response],
    detail: finding.verdict.reason ?? undefined,
  };
}

function affectsOf({ dependency, version, fix }: ReportFinding): JsonMembers {
  const versions = [
    { version: short(version), status: "affected" },
    ...(fix === null ? [] : [{ version: short(fix.version), status: "unaffected" }]),
  ].filter((one) => one.version !== "");
  return { ref: partId(dependency), versions: versions.length === 0 ? undefined : versions };
}

/** CycloneDX allows 1,024 characters. */
function short(version: string): string {
  return cleanText(version).slice(0, 1_000);
}

function propertiesOf(finding: ReportFinding): readonly Json[] {
  const { fingerprint, kind, confidence, exploited, epss, targets, verdict } = finding;
  return [
    property("pyward:fingerprint", fingerprint),
    property("pyward:kind", kind),
    property("pyward:confidence", confidence),
    property("pyward:verdict", verdict.status),
    property("pyward:rule", verdict.rule),
    ...(exploited === null ? [] : [property("pyward:exploited-since", exploited.since)]),
    ...(epss === null
      ? []
      : [
          property("pyward:epss", String(epss.probability)),
          property("pyward:epss-percentile", String(epss.percentile)),
          property("pyward:epss-date", epss.date),
        ]),
    ...(targets === null ? [] : [property("pyward:only-where", targets)]),
  ];
}
