import type { Report, ReportDependency, ReportFinding } from "../../model/index.ts";
import { billOf, type Bill, type Part, type Subject } from "../shared/bill-of-materials.ts";
import { webUrl, type Json, type JsonMembers } from "../shared/clean-json.ts";
import { jsonReport } from "../shared/json-report.ts";
import type { Reporter } from "../shared/reporter.ts";
import {
  checksumsOf,
  downloadLocation,
  reportRemarks,
  placesOf,
  remarksOn,
} from "../shared/spdx/described.ts";
import { localId, namespaceOf } from "../shared/spdx/namespace.ts";
import { vexStatusOf } from "../shared/vex-status.ts";
import { withoutAdmitted } from "../shared/installed.ts";
import { meta } from "./meta.ts";

/** SPDX 2.3 in its JSON form. */
export const spdxJson: Reporter = { meta, render };

function render(all: Report): string {
  const report = withoutAdmitted(all);
  const bill = billOf(report);
  const findings = Map.groupBy(report.findings, ({ dependency }) => dependency);
  return jsonReport({
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: bill.subjects.length === 1 ? (bill.subjects[0]?.name ?? "pyward") : "pyward",
    documentNamespace: namespaceOf(report),
    creationInfo: {
      created: report.generatedAt,
      creators: [`Tool: ${report.tool.name}-${report.tool.version}`],
      comment: reportRemarks(report),
    },
    packages: [
      ...bill.subjects.map(subjectPackage),
      ...bill.parts.map((part) => packageOf(part, findings.get(part.dependency.ref) ?? [])),
    ],
    relationships: relationshipsOf(bill),
  });
}

function refOf(id: string): string {
  return localId("SPDXRef-Package", id);
}

/** What nobody has looked into. */
const UNLOOKED = {
  filesAnalyzed: false,
  licenseConcluded: "NOASSERTION",
  licenseDeclared: "NOASSERTION",
  copyrightText: "NOASSERTION",
};

function subjectPackage({ id, name, version, project }: Subject): JsonMembers {
  return {
    SPDXID: refOf(id),
    name,
    versionInfo: version ?? undefined,
    downloadLocation: "NOASSERTION",
    ...UNLOOKED,
    sourceInfo: `${project.kind} ${project.root}`,
    primaryPackagePurpose: project.kind === "image" ? "CONTAINER" : "APPLICATION",
  };
}

function packageOf({ id, dependency, purl, isOwn }: Part, findings: readonly ReportFinding[]): JsonMembers {
  const checksums = checksumsOf(dependency).map(({ names, digest }) => ({
    algorithm: names.spdx2,
    checksumValue: digest,
  }));
  const references = [
    ...(purl === null
      ? []
      : [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }]),
    ...advisoriesIn(findings),
  ];
  return {
    SPDXID: refOf(id),
    name: dependency.name,
    versionInfo: dependency.version ?? undefined,
    downloadLocation: downloadLocation(dependency) ?? "NOASSERTION",
    ...UNLOOKED,
    checksums: checksums.length === 0 ? undefined : checksums,
    externalRefs: references.length === 0 ? undefined : references,
    sourceInfo: placesOf(dependency),
    comment: remarksOn(dependency, isOwn),
    // Own code is nothing that a reader should look for on an index.
    primaryPackagePurpose: isOwn ? "SOURCE" : "LIBRARY",
  };
}

/** Annex F.2.3: an advisory that applies to the package. One that is fixed or does not apply is none. */
function advisoriesIn(findings: readonly ReportFinding[]): readonly JsonMembers[] {
  return findings.flatMap((finding) => {
    const status = vexStatusOf(finding).kind;
    const url = webUrl(finding.url);
    if (url === undefined || status === "fixed" || status === "not-affected" || status === "false-positive")
      return [];
    const { id, severity, verdict } = finding;
    return [
      {
        referenceCategory: "SECURITY",
        referenceType: "advisory",
        referenceLocator: url,
        comment: `${id}, ${severity.level}, ${verdict.status}`,
      },
    ];
  });
}

function relationshipsOf({ subjects, parts }: Bill): readonly Json[] {
  const byId = new Map(parts.map((part) => [part.id, part]));
  const described = subjects.length === 0 ? ["NOASSERTION"] : subjects.map(({ id }) => refOf(id));
  return [
    ...described.map((ref) => related("SPDXRef-DOCUMENT", "DESCRIBES", ref)),
    ...subjects.flatMap(({ id, needs }) =>
      needs.map((need) => asked(refOf(id), refOf(need), byId.get(need)?.dependency.scopes ?? [])),
    ),
    ...parts.flatMap(({ id, needs }) => needs.map((need) => related(refOf(id), "DEPENDS_ON", refOf(need)))),
    ...parts.flatMap(({ id, holder }) =>
      holder === null ? [] : [related(refOf(holder), "CONTAINS", refOf(id))],
    ),
  ];
}

function related(from: string, type: string, to: string): JsonMembers {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

/** What it is asked for for; these relationships are told from the side of what is needed. */
function asked(from: string, to: string, scopes: ReportDependency["scopes"]): JsonMembers {
  if (scopes.includes("main") || scopes.includes("tooling")) return related(from, "DEPENDS_ON", to);
  if (scopes.some((scope) => scope.startsWith("extra:"))) return related(to, "OPTIONAL_DEPENDENCY_OF", from);
  if (scopes.includes("build")) return related(to, "BUILD_DEPENDENCY_OF", from);
  const isTest = scopes.every((scope) => /^group:tests?$/.test(scope));
  return related(to, isTest ? "TEST_DEPENDENCY_OF" : "DEV_DEPENDENCY_OF", from);
}
