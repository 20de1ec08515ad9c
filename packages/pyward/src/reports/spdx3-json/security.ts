import type { Report, ReportFinding, Severity } from "../../model/index.ts";
import { adviser } from "../shared/advice.ts";
import { partId, type Bill } from "../shared/bill-of-materials.ts";
import { webUrl, type JsonMembers } from "../shared/clean-json.ts";
import { localId } from "../shared/spdx/namespace.ts";
import { rfc3339 } from "../shared/time.ts";
import { JUSTIFICATIONS, vexStatusOf } from "../shared/vex-status.ts";
import type { Elements, Related } from "./element.ts";

/** The flaws, each once, and what is said of them for each package (profile "Security"). */
export function securityOf(report: Report, { parts }: Bill, elements: Elements): readonly JsonMembers[] {
  const listed = new Set(parts.map(({ id }) => id));
  const findings = report.findings.filter(({ dependency }) => listed.has(partId(dependency)));
  const flaws = Map.groupBy(findings, ({ id }) => id);
  const adviceOn = adviser(report);
  const flawId = (id: string): string => localId("Vulnerability", id);
  return [...flaws].flatMap(([id, [first, ...others]]) => {
    if (first === undefined) return [];
    const flaw = elements.make("security_Vulnerability", flawId(id), flawMembers(first));
    const said = [first, ...others].flatMap((finding) => {
      const between = { from: elements.id(flawId(id)), to: [elements.packageId(partId(finding.dependency))] };
      return [...scoreOf(finding.severity), statusOf(finding, adviceOn(finding))].map((one) =>
        elements.relate({ ...one, ...between }),
      );
    });
    return [flaw, ...said];
  });
}

function flawMembers({
  id,
  aliases,
  title,
  description,
  url,
  disclosed,
  modified,
}: ReportFinding): JsonMembers {
  const address = webUrl(url);
  return {
    name: id,
    summary: title ?? undefined,
    description: description ?? undefined,
    externalIdentifier: [id, ...aliases].map((one) => ({
      type: "ExternalIdentifier",
      externalIdentifierType: /^CVE-\d{4}-\d{4,}$/.test(one) ? "cve" : "securityOther",
      identifier: one,
    })),
    externalRef:
      address === undefined
        ? undefined
        : [{ type: "ExternalRef", externalRefType: "securityAdvisory", locator: [address] }],
    security_publishedTime: rfc3339(disclosed),
    security_modifiedTime: rfc3339(modified),
  };
}

type Said = Omit<Related, "from" | "to">;

/** A CVSS score as its version has it. A level without a score is no assessment that SPDX knows. */
function scoreOf({ level, score, vector }: Severity): readonly Said[] {
  if (score === null || vector === null) return [];
  const members = { security_score: score, security_vectorString: vector };
  const type = "hasAssessmentFor";
  if (/^\(?AV:[NAL]\/AC:[HML]\/Au:/.test(vector))
    return [{ type, as: "security_CvssV2VulnAssessmentRelationship", members }];
  const version = /^CVSS:([34])\./.exec(vector)?.[1];
  if (version === undefined || level === "unknown") return [];
  const as = `security_CvssV${version}VulnAssessmentRelationship`;
  return [{ type, as, members: { ...members, security_severity: level } }];
}

function statusOf(finding: ReportFinding, advice: string): Said {
  const status = vexStatusOf(finding);
  const notes = { security_statusNotes: finding.verdict.reason ?? undefined };
  switch (status.kind) {
    case "unjudged":
      return affected(advice, {});
    case "accepted":
      return affected(`Accepted: ${finding.verdict.reason ?? "no reason is given"}. ${advice}`, {});
    case "fixed":
      return { type: "fixedIn", as: vex("Fixed"), members: notes };
    case "not-affected": {
      const { justification, reason } = status;
      const why = {
        security_justificationType: justification === null ? undefined : JUSTIFICATIONS[justification].spdx,
        security_impactStatement: reason,
      };
      return { type: "doesNotAffect", as: vex("NotAffected"), members: why };
    }
    case "in-triage":
    case "false-positive":
      return { type: "underInvestigationFor", as: vex("UnderInvestigation"), members: notes };
    default:
      return status satisfies never;
  }
}

function affected(action: string, members: JsonMembers): Said {
  return { type: "affects", as: vex("Affected"), members: { ...members, security_actionStatement: action } };
}

function vex(status: string): string {
  return `security_Vex${status}VulnAssessmentRelationship`;
}
