import type { JsonNode } from "../../../syntax/json/index.ts";
import { itemsAt, memberOf, textAt } from "../json-values.ts";
import { toHash } from "./hash.ts";
import type { ReadSbom, SbomComponent } from "./sbom.ts";
import { addPackage, addSubject, newReading, relate, toSbom, type SpdxReading } from "./spdx-graph.ts";
import { SPDX_2_RELATIONS } from "./spdx-relations.ts";

/** Reads an SPDX document of version 2 (ISO/IEC 5962, and 2.2 to 2.3) from the members of its JSON form. */
export function readSpdx2(root: JsonNode): ReadSbom {
  const reading = newReading();
  for (const item of itemsAt(root, "packages")) {
    if (item.kind === "object") addPackage(textAt(item, "SPDXID"), toComponent(item), reading);
    else reading.faults.push({ offset: item.start, reason: "what stands here is no package" });
  }
  // Deprecated, and still what many tools write in the place of DESCRIBES.
  for (const item of itemsAt(root, "documentDescribes"))
    if (item.kind === "string") addSubject(item.value, reading);
  for (const item of itemsAt(root, "relationships")) readRelationship(item, reading);
  return { kind: "sbom", sbom: toSbom(reading, { vulnerabilities: 0, isIncomplete: false }) };
}

function readRelationship(node: JsonNode, reading: SpdxReading): void {
  const meaning = SPDX_2_RELATIONS.get(textAt(node, "relationshipType") ?? "");
  if (meaning === undefined) return;
  const from = textAt(node, "spdxElementId");
  const to = textAt(node, "relatedSpdxElement");
  if ([from, to].some((id) => id?.startsWith("DocumentRef-") === true)) reading.elsewhere++;
  relate({ from, to, meaning, scope: null }, reading);
}

/** "Package purpose" (2.3): the others are files, systems, devices, images and what is no package. */
const PACKAGES = new Set(["LIBRARY", "FRAMEWORK", "APPLICATION", "OTHER"]);

function toComponent(node: JsonNode): SbomComponent {
  const purls = itemsAt(node, "externalRefs").filter(isPurl);
  return {
    // GitHub once wrote the ecosystem before the name.
    name: textAt(node, "name")?.replace(/^pip:/, "") ?? null,
    version: textAt(node, "versionInfo"),
    range: null,
    purls: purls.flatMap((item) => textAt(item, "referenceLocator")?.trim() ?? []),
    isPackage: PACKAGES.has(textAt(node, "primaryPackagePurpose") ?? "OTHER"),
    saysPython: saysPython(node),
    hashes: itemsAt(node, "checksums").flatMap(
      (item) => toHash(textAt(item, "algorithm"), textAt(item, "checksumValue")) ?? [],
    ),
    scopes: [],
    extras: [],
    marker: null,
    isModified: false,
    start: (memberOf(purls[0] ?? null, "referenceLocator") ?? memberOf(node, "name") ?? node).start,
  };
}

/** A type of reference may be written as the URI that it stands for. */
function isPurl(reference: JsonNode): boolean {
  return /^(?:http:\/\/spdx\.org\/rdf\/references\/)?purl$/.test(textAt(reference, "referenceType") ?? "");
}

/** What Syft, GitHub and Trivy say of a Python package. */
function saysPython(node: JsonNode): boolean {
  return (
    / python package /.test(textAt(node, "sourceInfo") ?? "") ||
    textAt(node, "name")?.startsWith("pip:") === true ||
    itemsAt(node, "attributionTexts").some((item) => item.kind === "string" && PKG_TYPE.test(item.value)) ||
    itemsAt(node, "annotations").some((item) => PKG_TYPE.test(textAt(item, "comment") ?? ""))
  );
}

const PKG_TYPE = /^PkgType: (?:python-pkg|pip|pipenv|poetry|uv|pylock)$/;
