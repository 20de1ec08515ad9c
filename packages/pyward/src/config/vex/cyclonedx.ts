import type { JsonNode, JsonObject } from "../../syntax/json/index.ts";
import {
  itemsOf,
  latest,
  memberOf,
  NOTHING,
  objectsOf,
  textOf,
  type VexSays,
  type VexStatement,
} from "./statement.ts";

/** CycloneDX has vulnerabilities with an analysis from 1.4 on. */
export function isCycloneDxVex(root: JsonNode): boolean {
  return (
    textOf(root, "bomFormat") === "CycloneDX" && /^1\.(?:[4-9]|\d\d)$/.test(textOf(root, "specVersion") ?? "")
  );
}

/** CycloneDX 1.4 to 1.7 as JSON: what has an `analysis`. */
export function cycloneDxStatements(root: JsonNode): readonly VexStatement[] {
  const written = latest(textOf(memberOf(root, "metadata"), "timestamp"));
  const purls = purlsByRef(root);
  return objectsOf(root, "vulnerabilities").flatMap((vulnerability) => {
    const analysis = memberOf(vulnerability, "analysis");
    if (analysis === undefined) return [];
    const aliases = objectsOf(vulnerability, "references").map((reference) => textOf(reference, "id"));
    return [
      {
        ids: [textOf(vulnerability, "id"), ...aliases].filter((id) => id !== null),
        products: objectsOf(vulnerability, "affects").flatMap((affected) => productsOf(affected, purls)),
        says: saidBy(analysis),
        at: latest(textOf(analysis, "lastUpdated"), textOf(analysis, "firstIssued")) || written,
        start: vulnerability.start,
      },
    ];
  });
}

/** Components nest, as deep as the parser lets them. */
function purlsByRef(root: JsonNode): ReadonlyMap<string, string> {
  const purls = new Map<string, string>();
  const waiting = [...objectsOf(root, "components")];
  const main = memberOf(memberOf(root, "metadata"), "component");
  if (main?.kind === "object") waiting.push(main);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const [ref, purl] = [textOf(part, "bom-ref"), textOf(part, "purl")];
    if (ref !== null && purl !== null) purls.set(ref, purl);
    for (const child of objectsOf(part, "components")) waiting.push(child);
  }
  return purls;
}

/** A `ref` is a bom-ref of this document, a BOM-Link (`urn:cdx:SERIAL/VERSION#REF`), or, in many a document, a package URL. */
function productsOf(affected: JsonObject, purls: ReadonlyMap<string, string>): readonly string[] {
  const ref = textOf(affected, "ref") ?? "";
  const name = ref.startsWith("urn:cdx:") ? decoded(ref.slice(ref.indexOf("#") + 1)) : ref;
  const purl = purls.get(name) ?? (name.startsWith("pkg:") ? name : null);
  if (purl === null) return [];
  const versions = objectsOf(affected, "versions");
  if (versions.length === 0 || /@[^/]+$/.test(purl.split(/[?#]/)[0] ?? "")) return [purl];
  // Ranges (vers) are left alone: a statement of less than was said lets through less.
  return versions.flatMap((one) => {
    const version = textOf(one, "version");
    const isMeant = (textOf(one, "status") ?? "affected") === "affected";
    return version === null || !isMeant ? [] : [`${purl}@${encodeURIComponent(version)}`];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function saidBy(analysis: JsonNode): VexSays {
  const detail = textOf(analysis, "detail");
  switch (textOf(analysis, "state")) {
    case "not_affected": {
      const justification = textOf(analysis, "justification");
      if (justification === null && detail === null) return NOTHING;
      return { kind: "not-affected", reason: reasonOf(justification, detail) };
    }
    case "exploitable": {
      const isLeft = itemsOf(analysis, "response").some(
        (item) => item.kind === "string" && item.value === "will_not_fix",
      );
      return isLeft && detail !== null ? { kind: "accepted", reason: detail } : NOTHING;
    }
    case "false_positive":
      return detail === null ? NOTHING : { kind: "false-positive", reason: detail };
    case "resolved":
    case "resolved_with_pedigree":
      return { kind: "fixed", reason: detail ?? "fixed in this version" };
    default:
      return NOTHING;
  }
}

/** The words of OpenVEX for some of CycloneDX's (`reports/shared/vex-status.ts` has the way there). The others stay as they are. */
const OPENVEX_WORDS: ReadonlyMap<string, string> = new Map([
  ["code_not_present", "vulnerable_code_not_present"],
  ["code_not_reachable", "vulnerable_code_not_in_execute_path"],
  ["requires_environment", "vulnerable_code_cannot_be_controlled_by_adversary"],
  ["protected_by_mitigating_control", "inline_mitigations_already_exist"],
]);

/** A waiver's reason begins with the justification. The details that pyward writes do, too. */
function reasonOf(justification: string | null, detail: string | null): string {
  if (justification === null || (detail !== null && /^[a-z]+(?:_[a-z]+)+(?::|$)/.test(detail)))
    return detail ?? "";
  const word = OPENVEX_WORDS.get(justification) ?? justification;
  return detail === null ? word : `${word}: ${detail}`;
}
