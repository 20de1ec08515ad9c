import { withoutAdmitted } from "../installed.ts";
import type { Report } from "../../../model/index.ts";
import { asOfText } from "../headline.ts";
import { billOf, type Bill, type Subject } from "../bill-of-materials.ts";
import { cleaned, type Json, type JsonMembers } from "../clean-json.ts";
import { stableUuid } from "../stable-uuid.ts";
import { componentsOf, subjectComponent } from "./components.ts";
import { property } from "./property.ts";
import type { CycloneDxVersion } from "./versions.ts";
import { vulnerabilitiesOf } from "./vulnerabilities.ts";

/**
 * The report as a CycloneDX document in its JSON form (ECMA-424, versions 1.4 to 1.7), with the members of every object in the order
 * in which the XML form wants its elements. The texts are clean.
 */
export function cycloneDxDocument(all: Report, version: CycloneDxVersion): JsonMembers {
  const report = withoutAdmitted(all);
  const bill = billOf(report);
  const [only, another] = bill.subjects;
  const subject = only === undefined || another !== undefined ? null : only;
  const listed = subject === null ? bill.subjects : [];
  const content = {
    metadata: metadataOf(report, subject, version),
    components: [...listed.map(subjectComponent), ...componentsOf(bill)],
    dependencies: dependenciesOf(bill),
    compositions: compositionsOf(bill),
    // Without advisories nobody has looked.
    ...(report.database === null ? {} : { vulnerabilities: vulnerabilitiesOf(report, version) }),
  };
  const clean = cleaned(content);
  return {
    bomFormat: "CycloneDX",
    specVersion: version,
    serialNumber: `urn:uuid:${stableUuid(JSON.stringify([version, clean]))}`,
    version: 1,
    ...clean,
  };
}

function metadataOf(report: Report, subject: Subject | null, version: CycloneDxVersion): JsonMembers {
  const { name, version: toolVersion } = report.tool;
  const tool = { name, version: toolVersion };
  const then = asOfText(report);
  return {
    timestamp: report.generatedAt,
    tools: version === "1.4" ? [tool] : { components: [{ type: "application", ...tool }] },
    ...(subject === null ? {} : { component: subjectComponent(subject) }),
    properties: [
      property("pyward:status", report.database === null ? "not-audited" : report.status),
      ...(report.database === null
        ? []
        : [
            property("pyward:database", report.database.id),
            property("pyward:database:modified", report.database.modified),
          ]),
      ...(then === null ? [] : [property("pyward:as-of", then)]),
      ...report.gaps.map((gap) => {
        const where =
          gap.origin === null
            ? ""
            : ` ${gap.origin.path}${gap.origin.line === null ? "" : `:${gap.origin.line}`}`;
        return property(
          "pyward:gap",
          `${gap.code}${gap.name === null ? "" : ` ${gap.name}`}${where}: ${gap.reason}`,
        );
      }),
    ],
  };
}

/** A part that is not among them may need something; one with an empty list needs nothing. */
function dependenciesOf({ subjects, parts }: Bill): readonly Json[] {
  const known = new Set(subjects.filter(({ isGraphKnown }) => isGraphKnown).map(({ project }) => project.id));
  return [
    ...subjects.map(({ id, needs }) => ({ ref: id, dependsOn: needs })),
    ...parts
      .filter(({ dependency, needs }) => needs.length > 0 || known.has(dependency.project))
      .map(({ id, needs }) => ({ ref: id, ...(needs.length === 0 ? {} : { dependsOn: needs }) })),
  ];
}

/** Whether a project's list is all there is: a gap is something that is there and not here. */
function compositionsOf({ subjects }: Bill): readonly Json[] {
  return [...Map.groupBy(subjects, ({ completeness }) => completeness)].map(([aggregate, together]) => ({
    aggregate,
    assemblies: together.map(({ id }) => id),
  }));
}
