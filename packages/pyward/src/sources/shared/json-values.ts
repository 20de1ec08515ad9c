import type { JsonNode } from "../../syntax/json/index.ts";

/** The value of a member; null where there is none, and for anything that is no object. */
export function memberOf(node: JsonNode | null, name: string): JsonNode | null {
  return node?.kind === "object" ? (node.members.get(name)?.value ?? null) : null;
}

/** The text of a member that is a string; null for anything else, and for what is not there. */
export function textAt(node: JsonNode | null, name: string): string | null {
  const member = memberOf(node, name);
  return member?.kind === "string" ? member.value : null;
}

/** The items of a member that is an array; none for anything else. */
export function itemsAt(node: JsonNode | null, name: string): readonly JsonNode[] {
  const list = memberOf(node, name);
  return list?.kind === "array" ? list.items : [];
}
