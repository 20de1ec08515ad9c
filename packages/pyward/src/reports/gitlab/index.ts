import type { Report, ReportFinding } from "../../model/index.ts";
import { adviser } from "../shared/advice.ts";
import { webUrl, type JsonMembers } from "../shared/clean-json.ts";
import { escape } from "../shared/escape-markdown.ts";
import { jsonReport } from "../shared/json-report.ts";
import { neutralise } from "../shared/neutralise.ts";
import type { Reporter } from "../shared/reporter.ts";
import { stableUuid } from "../shared/stable-uuid.ts";
import { dependencyFilesOf, locator, type Locate } from "./dependency-files.ts";
import { identifiersOf } from "./identifiers.ts";
import { withoutAdmitted } from "../shared/installed.ts";
import { meta } from "./meta.ts";
import { scanOf } from "./scan.ts";
import { share } from "../shared/wording.ts";

/** GitLab's "Report format for Dependency Scanning", of a version that every GitLab since 16 takes. */
export const gitlab: Reporter = { meta, render };

const VERSION = "15.0.7";

function render(report: Report): string {
  const adviceOn = adviser(report);
  const locate = locator(report);
  // GitLab keeps what was decided itself and takes everything in a report for open.
  const open = report.findings.filter(({ verdict: { status } }) => !DECIDED.has(status));
  return jsonReport({
    version: VERSION,
    scan: scanOf(report, report.findings.length - open.length),
    vulnerabilities: open.map((finding) => vulnerabilityOf(finding, adviceOn(finding), locate)),
    dependency_files: dependencyFilesOf(withoutAdmitted(report)),
    remediations: [],
  });
}

const DECIDED = new Set<ReportFinding["verdict"]["status"]>(["waived", "not-affected"]);

const SEVERITIES = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  none: "Info",
  unknown: "Unknown",
} as const;

function vulnerabilityOf(finding: ReportFinding, advice: string, locate: Locate): JsonMembers {
  const { fingerprint, id, package: name, version, title, severity, url } = finding;
  const vectors = vectorsOf(finding);
  const address = webUrl(url);
  return {
    // The same flaw of two versions in one project is two.
    id: stableUuid(JSON.stringify([fingerprint, name, version, finding.dependency])),
    name: neutralise(title ?? id).slice(0, 255),
    description: descriptionOf(finding),
    severity: SEVERITIES[severity.level],
    solution: escape(advice).slice(0, 7_000),
    identifiers: identifiersOf(finding),
    cvss_vectors: vectors.length === 0 ? undefined : vectors,
    links: address === undefined ? [] : [{ url: address }],
    location: locate(finding),
  };
}

/** GitLab renders it as Markdown: what comes from outside is escaped. */
function descriptionOf({
  package: name,
  version,
  title,
  description,
  exploited,
  epss,
  targets,
}: ReportFinding) {
  const facts = [
    `${name} ${version}: ${title ?? "a known vulnerability"}`,
    ...(exploited === null ? [] : [`Known to be exploited since ${exploited.since}.`]),
    ...(epss === null ? [] : [`EPSS of ${epss.date}: ${share(epss.probability)}.`]),
    ...(targets === null ? [] : [`Only where ${targets}.`]),
  ];
  const text = description === null ? [] : description.split("\n").slice(0, MAX_LINES);
  return [...facts, ...text].map(escape).join("\n\n");
}

const MAX_LINES = 200;

/** CVSS 2 and 3 as far as the schema's patterns go. */
function vectorsOf({ severity: { vector, source } }: ReportFinding): readonly JsonMembers[] {
  if (vector === null || !(CVSS_2.test(vector) || CVSS_3.test(vector))) return [];
  return [{ vendor: source?.split(" ")[0] || "unknown", vector }];
}

const CVSS_2 = /^AV:[NAL]\/AC:[LMH]\/Au:[MSN]\/C:[NPC]\/I:[NPC]\/A:[NPC]$/;
const CVSS_3 = /^CVSS:3\.[01]\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[NLH]\/I:[NLH]\/A:[NLH]$/;
