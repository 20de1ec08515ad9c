import { fileOrigin, makeGap, type Gap, type GapCode, type Origin } from "../../../model/index.ts";
import type { JsonNode } from "../../../syntax/json/index.ts";
import { parseTagValue, type TagValueFault } from "../../../syntax/tag-value/index.ts";
import { itemsAt, memberOf, textAt } from "../json-values.ts";
import { parseJsonFile } from "../read-json.ts";
import { parseXmlFile } from "../read-xml.ts";
import { readCycloneDx } from "./cyclonedx.ts";
import { fromXml } from "./cyclonedx-xml.ts";
import type { ReadSbom, Sbom } from "./sbom.ts";
import { readSpdx2 } from "./spdx-2.ts";
import { readSpdx3 } from "./spdx-3.ts";
import { fromTagValue } from "./spdx-tag-value.ts";
import { fromYaml } from "./spdx-yaml.ts";

/** An SBOM, and where its offsets lie; or the gap that stands for all of it. */
export type ParsedSbom =
  | { readonly kind: "sbom"; readonly sbom: Sbom; readonly originAt: (offset: number) => Origin }
  | { readonly kind: "gap"; readonly gap: Gap };

/** Reads an SBOM of any format and syntax that pyward knows: what it is, its content says and not its name. */
export async function parseSbom(path: string, text: string): Promise<ParsedSbom> {
  const document = await PARSERS[syntaxOf(path, text)](path, text);
  if (document.kind === "gap") return document;
  const { originAt } = document;
  const read = readDocument(document.root);
  if (read.kind === "sbom") return { kind: "sbom", originAt, sbom: withFaults(read.sbom, document) };
  const { code, reason, offset } = read;
  return { kind: "gap", gap: makeGap({ code, reason, origin: originAt(offset) }) };
}

type Syntax = "json" | "xml" | "tag-value" | "yaml";

function syntaxOf(path: string, text: string): Syntax {
  const first = text.trimStart().charAt(0); // a byte order mark is space, too
  if (first === "<") return "xml";
  if (first === "{") return "json";
  if (/^[ \t]*SPDXVersion[ \t]*:/m.test(text)) return "tag-value";
  const ending = /\.(json|xml|ya?ml)$/.exec(path)?.[1];
  if (ending === "json" || ending === "xml") return ending;
  return ending !== undefined || /^(?:spdxVersion|SPDXID)[ \t]*:/m.test(text) ? "yaml" : "tag-value";
}

type Document =
  | {
      readonly kind: "document";
      readonly root: JsonNode;
      readonly originAt: (offset: number) => Origin;
      /** Lines that could not be read; nothing where a syntax has it all or nothing. */
      readonly faults?: readonly TagValueFault[];
    }
  | { readonly kind: "gap"; readonly gap: Gap };

const PARSERS: Readonly<Record<Syntax, (path: string, text: string) => Promise<Document>>> = {
  json: async (path, text) => {
    const json = parseJsonFile(path, text);
    return json.kind === "gap"
      ? json
      : { kind: "document", root: unwrapped(json.file.root), originAt: json.file.originAt };
  },
  xml: async (path, text) => {
    const xml = await parseXmlFile(path, text);
    if (xml.kind === "xml" && xml.file.root.name === "RDF") return { kind: "gap", gap: rdfGap(path) };
    return xml.kind === "gap"
      ? xml
      : { kind: "document", root: fromXml(xml.file.root), originAt: xml.file.originAt };
  },
  "tag-value": async (path, text) => {
    const document = parseTagValue(text);
    const originAt = (offset: number): Origin => ({
      path,
      ...document.positionOf(offset),
      layer: null,
      span: null,
    });
    return { kind: "document", root: fromTagValue(document), originAt, faults: document.faults };
  },
  yaml: parseYamlDocument,
};

function rdfGap(path: string): Gap {
  const reason =
    "it is RDF/XML, a form of SPDX that pyward does not read: save the document as JSON or tag-value";
  return makeGap({ code: "unsupported-format", reason, origin: fileOrigin(path) });
}

async function parseYamlDocument(path: string, text: string): Promise<Document> {
  const { parsePlacedYaml } = await import("../../../syntax/yaml/index.ts");
  const yaml = parsePlacedYaml(text);
  if (!yaml.ok) {
    const { message, line, column } = yaml.error;
    return yamlGap("unparsable-file", `it is not YAML: ${message.replaceAll(/[^ -~]/g, "?")}`, {
      ...fileOrigin(path),
      line,
      column,
    });
  }
  const { root, positionOf } = yaml.document;
  const members = root?.kind === "map" ? root.entries : null;
  // CycloneDX has no YAML form, and its reader no fixed depth.
  if (root === null || members?.has("spdxVersion") !== true || members.has("bomFormat"))
    return yamlGap("unsupported-format", NEITHER, fileOrigin(path));
  const originAt = (offset: number): Origin => ({ path, ...positionOf(offset), layer: null, span: null });
  return { kind: "document", root: fromYaml(root), originAt };
}

function yamlGap(code: GapCode, reason: string, origin: Origin): Document {
  return { kind: "gap", gap: makeGap({ code, reason, origin }) };
}

/** GitHub's answer to a request for an SBOM has it in a member; a statement of in-toto has it as its predicate. */
function unwrapped(root: JsonNode): JsonNode {
  const sbom = memberOf(root, "sbom");
  if (sbom?.kind === "object") return sbom;
  const predicate = memberOf(root, "predicate");
  return predicate?.kind === "object" && memberOf(root, "predicateType") !== null ? predicate : root;
}

const NEITHER = "its content is neither a CycloneDX nor an SPDX document";

function readDocument(root: JsonNode): ReadSbom {
  if (memberOf(root, "bomFormat") !== null) return readCycloneDx(root);
  const context =
    textAt(root, "@context") ??
    itemsAt(root, "@context")
      .flatMap((item) => (item.kind === "string" ? [item.value] : []))
      .join(" ");
  if (/\bspdx\.org\/rdf\/3\./.test(context)) return readSpdx3(root);
  const version = memberOf(root, "spdxVersion");
  const said = version?.kind === "string" ? version.value : null;
  if (said !== null && /^SPDX-2\.[0-9]+$/.test(said.trim())) return readSpdx2(root);
  const offset = version?.start ?? root.start;
  const reason = said === null ? NEITHER : "it is an SPDX document of a version other than 2 and 3";
  return { kind: "refused", code: "unsupported-format", reason, offset };
}

/** One for all: a file of a million bad lines needs no million gaps. */
function withFaults(sbom: Sbom, { faults = [] }: Extract<Document, { kind: "document" }>): Sbom {
  const [first] = faults;
  if (first === undefined) return sbom;
  const others = faults.length === 1 ? "" : `, and ${faults.length - 1} more cannot be read`;
  return { ...sbom, faults: [...sbom.faults, { offset: first.offset, reason: `${first.message}${others}` }] };
}
