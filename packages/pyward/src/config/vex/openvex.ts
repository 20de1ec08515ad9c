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

/** Whether it is an OpenVEX document of a version that is read: 0.2 names vulnerabilities by objects. */
export function isOpenVex(root: JsonNode): boolean {
  return /^https:\/\/openvex\.dev\/ns\/v0\.2(?:\.\d+)?$/.test(textOf(root, "@context") ?? "");
}

/** OpenVEX 0.2.0. A statement without a time has that of its document (section "Inheritance Flow"). */
export function openVexStatements(root: JsonNode): readonly VexStatement[] {
  const written = latest(textOf(root, "timestamp"), textOf(root, "last_updated"));
  return objectsOf(root, "statements").map((statement) => {
    const vulnerability = memberOf(statement, "vulnerability");
    const aliases = itemsOf(vulnerability, "aliases").map((item) =>
      item.kind === "string" ? item.value : "",
    );
    return {
      ids: [textOf(vulnerability, "name") ?? "", ...aliases].filter((id) => id.trim() !== ""),
      products: objectsOf(statement, "products").flatMap(productsOf),
      says: saidBy(statement),
      at: latest(textOf(statement, "timestamp"), textOf(statement, "last_updated")) || written,
      start: statement.start,
    };
  });
}

/** Of a product with subcomponents it is they that are meant (section "Product"). */
function productsOf(product: JsonObject): readonly string[] {
  const parts = objectsOf(product, "subcomponents");
  return (parts.length > 0 ? parts : [product]).flatMap((part) => {
    const purl = textOf(memberOf(part, "identifiers"), "purl") ?? textOf(part, "@id");
    return purl === null ? [] : [purl];
  });
}

function saidBy(statement: JsonObject): VexSays {
  switch (textOf(statement, "status")) {
    case "not_affected": {
      const justification = textOf(statement, "justification");
      const impact = textOf(statement, "impact_statement");
      if (justification === null && impact === null) return NOTHING;
      // pyward's own repeats the justification at the front of the impact.
      if (justification !== null && impact?.startsWith(justification) === true)
        return { kind: "not-affected", reason: impact };
      const reasons = [justification, impact].filter((text) => text !== null);
      return { kind: "not-affected", reason: reasons.join(": ") };
    }
    case "fixed":
      return { kind: "fixed", reason: textOf(statement, "status_notes") ?? "fixed in this version" };
    case "affected":
      return acceptance(textOf(statement, "action_statement") ?? "");
    default:
      return NOTHING;
  }
}

/**
 * `affected` alone says that there is something to do, and so does nearly every action statement ("upgrade to 2.0"): only one that
 * says so accepts, as pyward's own report writes it.
 */
function acceptance(action: string): VexSays {
  const [, reason = ""] = /^Accepted: ([^]*)$/.exec(action) ?? [];
  return reason === "" ? NOTHING : { kind: "accepted", reason };
}
