import type { JsonNode } from "../../../syntax/json/index.ts";
import { itemsAt, memberOf, textAt } from "../json-values.ts";
import { toComponent } from "./cyclonedx-component.ts";
import type { ReadSbom, Sbom, SbomComponent, SbomFault, SbomRelation } from "./sbom.ts";

/**
 * Reads a CycloneDX document (ECMA-424, versions 1.0 to 1.7) from the members of its JSON form. Later versions 1.x only
 * add what may be left unread.
 */
export function readCycloneDx(root: JsonNode): ReadSbom {
  const refusal = refusalOf(root);
  if (refusal !== null) return { kind: "refused", ...refusal };
  const reading: Reading = { components: [], faults: [], relations: [], places: new Map(), elsewhere: 0 };
  const subject = memberOf(memberOf(root, "metadata"), "component");
  if (subject !== null) readComponent(subject, null, reading);
  const subjects = reading.components.length === 0 ? [] : [0];
  for (const item of itemsAt(root, "components")) readComponent(item, null, reading);
  for (const item of itemsAt(root, "dependencies")) readDependency(item, reading);
  return { kind: "sbom", sbom: { ...toSbom(reading, root), subjects } };
}

function refusalOf(root: JsonNode): Omit<Extract<ReadSbom, { kind: "refused" }>, "kind"> | null {
  const format = memberOf(root, "bomFormat");
  if (textAt(root, "bomFormat") !== "CycloneDX")
    return {
      code: "unsupported-format",
      reason: "it is no CycloneDX document: bomFormat does not say so",
      offset: format?.start ?? root.start,
    };
  const version = memberOf(root, "specVersion");
  const said = textAt(root, "specVersion");
  if (said === null || /^1(?:\.[0-9]+)?$/.test(said)) return null;
  const shown = /^[0-9.]{1,20}$/.test(said) ? `version ${said}` : "a version that is no number";
  const reason = `it is a CycloneDX document of ${shown}; pyward reads version 1`;
  return { code: "unsupported-format", reason, offset: version?.start ?? root.start };
}

interface Reading {
  readonly components: SbomComponent[];
  readonly faults: SbomFault[];
  readonly relations: SbomRelation[];
  /** `bom-ref` → place; the first one that has it. */
  readonly places: Map<string, number>;
  elsewhere: number;
}

/** A component and, below it, those that it is put together from ("components", an assembly). */
function readComponent(node: JsonNode, holder: number | null, reading: Reading): void {
  const { components, faults, relations, places } = reading;
  if (node.kind !== "object") {
    faults.push({ offset: node.start, reason: "what stands here is no component" });
    return;
  }
  const place = components.length;
  components.push(toComponent(node));
  const ref = textAt(node, "bom-ref");
  if (ref !== null && !places.has(ref)) places.set(ref, place);
  if (holder !== null) relations.push({ from: holder, to: place, kind: "holds", scope: null });
  for (const item of itemsAt(node, "components")) readComponent(item, place, reading);
}

/** "dependencies": what a component needs. What it provides (1.6) is none of these. */
function readDependency(node: JsonNode, reading: Reading): void {
  const { relations, places } = reading;
  const from = places.get(textAt(node, "ref") ?? "");
  for (const item of itemsAt(node, "dependsOn")) {
    const ref = item.kind === "string" ? item.value : "";
    const to = places.get(ref);
    // BOM-Link names a component of another document.
    if (to === undefined && ref.startsWith("urn:cdx:")) reading.elsewhere++;
    if (from !== undefined && to !== undefined) relations.push({ from, to, kind: "needs", scope: null });
  }
}

function toSbom(
  { components, faults, relations, elsewhere }: Reading,
  root: JsonNode,
): Omit<Sbom, "subjects"> {
  return {
    components,
    faults,
    relations,
    claims: {
      vulnerabilities: itemsAt(root, "vulnerabilities").length,
      isIncomplete: itemsAt(root, "compositions").some((item) =>
        /^(?:incomplete|unknown|not_specified)/.test(textAt(item, "aggregate") ?? ""),
      ),
      elsewhere,
    },
  };
}
