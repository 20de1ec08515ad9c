import { expect, test } from "vitest";
import { EXAMPLES, exampleReport } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import { spdxJson } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

interface Document {
  readonly packages: readonly {
    readonly SPDXID: string;
    readonly name: string;
    readonly versionInfo?: string;
    readonly downloadLocation: string;
    readonly externalRefs?: readonly { readonly referenceType: string; readonly referenceLocator: string }[];
  }[];
  readonly relationships: readonly {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }[];
}

function read(text: string): Document {
  return JSON.parse(text);
}

const reports = [...EXAMPLES.map(exampleReport), ...generatedReports(200)];

test("every id is one, and every relationship leads to something", () => {
  for (const report of reports) {
    const { packages, relationships } = read(spdxJson.render(report, VIEW));
    const ids = new Set(packages.map(({ SPDXID }) => SPDXID));
    expect(ids.size).toBe(packages.length);
    expect(packages).toHaveLength(report.dependencies.length + report.projects.length);
    for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
    const known = new Set([...ids, "SPDXRef-DOCUMENT", "NOASSERTION"]);
    for (const { spdxElementId, relatedSpdxElement } of relationships) {
      expect(known).toContain(spdxElementId);
      expect(known).toContain(relatedSpdxElement);
    }
    expect(relationships.filter(({ relationshipType }) => relationshipType === "DESCRIBES")).toHaveLength(
      Math.max(1, report.projects.length),
    );
  }
});

test("the example, in values", () => {
  const { packages, relationships } = read(spdxJson.render(exampleReport("webshop"), VIEW));
  const idOf = (name: string) => packages.find((one) => one.name === name)?.SPDXID ?? name;
  const requests = packages.find(({ name }) => name === "requests");
  expect([requests?.versionInfo, requests?.downloadLocation]).toEqual(["2.25.0", "NOASSERTION"]);
  expect(requests?.externalRefs?.[0]).toEqual({
    referenceCategory: "PACKAGE-MANAGER",
    referenceType: "purl",
    referenceLocator: "pkg:pypi/requests@2.25.0",
  });
  expect(requests?.externalRefs?.filter(({ referenceType }) => referenceType === "advisory")).toHaveLength(
    exampleReport("webshop").findings.filter((finding) => finding.package === "requests").length,
  );
  expect(relationships).toContainEqual({
    spdxElementId: idOf("requests"),
    relationshipType: "DEPENDS_ON",
    relatedSpdxElement: idOf("urllib3"),
  });
});
