import type { Report, ReportFinding } from "../../model/index.ts";
import { asOfText } from "../shared/headline.ts";
import { adviser } from "../shared/advice.ts";
import { billOf, partId, type Part } from "../shared/bill-of-materials.ts";
import { webUrl, type JsonMembers } from "../shared/clean-json.ts";
import { jsonReport } from "../shared/json-report.ts";
import type { Reporter } from "../shared/reporter.ts";
import { stableUuid } from "../shared/stable-uuid.ts";
import { VEX_WORDS, vexStatusOf } from "../shared/vex-status.ts";
import { withoutAdmitted } from "../shared/installed.ts";
import { meta } from "./meta.ts";

/** OpenVEX 0.2.0. The products are the releases, named by their package URLs: a report does not know what they are shipped in. */
export const openvex: Reporter = { meta, render };

function render(all: Report): string {
  const report = withoutAdmitted(all);
  const { name, version } = report.tool;
  const then = asOfText(report);
  const parts = new Map(billOf(report).parts.map((part) => [part.id, part]));
  const adviceOn = adviser(report);
  const content = {
    author: name,
    role: "Dependency auditor",
    timestamp: report.generatedAt,
    version: 1,
    tooling: `${name} ${version}${then === null ? "" : `, ${then}`}`,
    statements: report.findings.map((finding) =>
      statementOf(finding, parts.get(partId(finding.dependency)), adviceOn(finding)),
    ),
  };
  return jsonReport({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": `https://openvex.dev/docs/pyward-${stableUuid(JSON.stringify(content))}`,
    ...content,
  });
}

function statementOf(finding: ReportFinding, part: Part | undefined, advice: string): JsonMembers {
  const { id, aliases, title, url } = finding;
  return {
    vulnerability: {
      "@id": webUrl(url),
      name: id,
      description: title ?? undefined,
      aliases: aliases.length === 0 ? undefined : aliases,
    },
    products: [productOf(finding, part)],
    ...saidOf(finding, advice),
  };
}

/** What has no package URL is named by what the report calls it. */
function productOf({ dependency }: ReportFinding, part: Part | undefined): JsonMembers {
  const purl = part?.purl ?? null;
  return purl === null
    ? { "@id": `urn:uuid:${stableUuid(dependency)}` }
    : { "@id": purl, identifiers: { purl } };
}

/** Section "Status labels": `affected` says what to do, `not_affected` says why. */
function saidOf(finding: ReportFinding, advice: string): JsonMembers {
  const status = vexStatusOf(finding);
  const { reason } = finding.verdict;
  const said = { status: VEX_WORDS[status.kind].openvex };
  switch (status.kind) {
    case "unjudged":
      return { ...said, action_statement: advice };
    case "accepted":
      return { ...said, action_statement: `Accepted: ${reason ?? "no reason is given"}. ${advice}` };
    case "not-affected":
      return {
        ...said,
        justification: status.justification ?? undefined,
        impact_statement: status.reason,
      };
    case "fixed":
    case "in-triage":
    case "false-positive":
      return { ...said, status_notes: reason ?? undefined };
    default:
      return status satisfies never;
  }
}
