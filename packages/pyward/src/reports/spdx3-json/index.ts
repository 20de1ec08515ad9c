import type { Report } from "../../model/index.ts";
import { billOf } from "../shared/bill-of-materials.ts";
import type { JsonMembers } from "../shared/clean-json.ts";
import { jsonReport } from "../shared/json-report.ts";
import type { Reporter } from "../shared/reporter.ts";
import { reportRemarks } from "../shared/spdx/described.ts";
import { namespaceOf } from "../shared/spdx/namespace.ts";
import { elementsAt } from "./element.ts";
import { withoutAdmitted } from "../shared/installed.ts";
import { meta } from "./meta.ts";
import { packagesOf } from "./packages.ts";
import { relationshipsOf } from "./relationships.ts";
import { securityOf } from "./security.ts";

/** SPDX 3.0.1 in the JSON-LD form that its specification demands: one context, all elements in one list. */
export const spdx3Json: Reporter = { meta, render };

function render(all: Report): string {
  const report = withoutAdmitted(all);
  const bill = billOf(report);
  const elements = elementsAt(namespaceOf(report));
  const { name, version } = report.tool;
  const listed = [...packagesOf(bill, elements), ...relationshipsOf(bill, elements)];
  const profiles = ["core", "software"];
  const found = report.database === null ? [] : securityOf(report, bill, elements);
  const bom = elements.make("software_Sbom", "Sbom", {
    profileConformance: profiles,
    rootElement: bill.subjects.map(({ id }) => elements.packageId(id)),
    element: listed.flatMap(({ spdxId }) => spdxId ?? []),
  });
  const document = elements.make("SpdxDocument", "Document", {
    name: bill.subjects.length === 1 ? (bill.subjects[0]?.name ?? name) : name,
    comment: reportRemarks(report),
    profileConformance: report.database === null ? profiles : [...profiles, "security"],
    rootElement: bill.subjects.length === 0 ? [] : [elements.id("Sbom")],
  });
  const graph: readonly JsonMembers[] = [
    {
      type: "CreationInfo",
      "@id": elements.creationInfo,
      specVersion: "3.0.1",
      created: report.generatedAt,
      createdBy: [elements.id("Agent")],
      createdUsing: [elements.id("Tool")],
    },
    elements.make("SoftwareAgent", "Agent", { name }),
    elements.make("Tool", "Tool", { name: `${name} ${version}` }),
    document,
    ...(bill.subjects.length === 0 ? [] : [bom]),
    ...listed,
    ...found,
  ];
  return jsonReport({ "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph });
}
