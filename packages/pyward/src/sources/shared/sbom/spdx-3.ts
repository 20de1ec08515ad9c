import type { JsonNode } from "../../../syntax/json/index.ts";
import { itemsAt, memberOf, textAt } from "../json-values.ts";
import { toHash } from "./hash.ts";
import type { ReadSbom, SbomComponent } from "./sbom.ts";
import { addPackage, addSubject, newReading, relate, toSbom, type SpdxReading } from "./spdx-graph.ts";
import { scopeOfLifecycle, SPDX_3_RELATIONS } from "./spdx-relations.ts";

/**
 * Reads an SPDX 3.0 document in the JSON-LD form that its specification demands (annex "RDF model and serializations"): a
 * fixed context, and all elements in one list `@graph`, where the context shortens every name in one way only. What
 * general JSON-LD could say in other ways is not read.
 */
export function readSpdx3(root: JsonNode): ReadSbom {
  const reading = newReading();
  const elements = itemsAt(root, "@graph");
  for (const element of elements) {
    if (PACKAGE_TYPES.has(typeOf(element))) addPackage(idOf(element), toComponent(element), reading);
  }
  let vulnerabilities = 0;
  for (const element of elements) {
    const type = typeOf(element);
    if (type === "SpdxDocument" || type === "software_Sbom" || type === "Bom") readRoots(element, reading);
    else if (/^security_Vex.*Relationship$/.test(type)) vulnerabilities++;
    else if (type.endsWith("Relationship")) readRelationship(element, reading);
  }
  const isIncomplete = elements.some(
    (element) => typeOf(element).endsWith("Relationship") && textAt(element, "completeness") === "incomplete",
  );
  return { kind: "sbom", sbom: toSbom(reading, { vulnerabilities, isIncomplete }) };
}

/** Class "Package" and what is derived from it. */
const PACKAGE_TYPES = new Set(["software_Package", "ai_AIPackage", "dataset_DatasetPackage"]);

function typeOf(element: JsonNode): string {
  return textAt(element, "type") ?? textAt(element, "@type") ?? "";
}

function idOf(element: JsonNode): string | null {
  return textAt(element, "spdxId") ?? textAt(element, "@id");
}

function readRoots(document: JsonNode, reading: SpdxReading): void {
  for (const item of itemsAt(document, "rootElement"))
    if (item.kind === "string") addSubject(item.value, reading);
}

function readRelationship(element: JsonNode, reading: SpdxReading): void {
  const meaning = SPDX_3_RELATIONS.get(textAt(element, "relationshipType") ?? "");
  if (meaning === undefined) return;
  const from = textAt(element, "from");
  const scope = scopeOfLifecycle(textAt(element, "scope"));
  for (const item of itemsAt(element, "to"))
    if (item.kind === "string") relate({ from, to: item.value, meaning, scope }, reading);
}

/** Vocabulary "SoftwarePurpose": what a package can be; the others are files, systems, data, models … */
const PACKAGES = new Set(["library", "framework", "application", "module", "other"]);

function toComponent(element: JsonNode): SbomComponent {
  const identifiers = itemsAt(element, "externalIdentifier").filter((item) =>
    /^(?:packageUrl|purl)$/i.test(textAt(item, "externalIdentifierType") ?? ""),
  );
  const given = textAt(element, "software_packageUrl");
  const purls = identifiers.flatMap((item) => textAt(item, "identifier") ?? []);
  return {
    name: textAt(element, "name"),
    version: textAt(element, "software_packageVersion"),
    range: null,
    purls: [...new Set(given === null ? purls : [given, ...purls])],
    isPackage: PACKAGES.has(textAt(element, "software_primaryPurpose") ?? "other"),
    saysPython: / python package /.test(textAt(element, "software_sourceInfo") ?? ""),
    hashes: itemsAt(element, "verifiedUsing").flatMap(
      (item) => toHash(textAt(item, "algorithm"), textAt(item, "hashValue")) ?? [],
    ),
    scopes: [],
    extras: [],
    marker: null,
    isModified: false,
    start: (
      memberOf(element, "software_packageUrl") ??
      memberOf(identifiers[0] ?? null, "identifier") ??
      memberOf(element, "name") ??
      element
    ).start,
  };
}
