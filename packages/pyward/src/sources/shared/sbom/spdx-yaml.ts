import type { JsonMember, JsonNode } from "../../../syntax/json/index.ts";
import type { YamlNode } from "../../../syntax/yaml/index.ts";

/**
 * A document in SPDX's YAML form as what its JSON form would hold. An alias stays the node of its anchor, however often
 * and wherever it stands, even inside itself: only what looks to a fixed depth may read the result.
 */
export function fromYaml(root: YamlNode): JsonNode {
  return convert(root, new Map());
}

function convert(node: YamlNode, known: Map<YamlNode, JsonNode>): JsonNode {
  const before = known.get(node);
  if (before !== undefined) return before;
  const place = { start: node.start, end: node.start };
  switch (node.kind) {
    case "text":
      return { kind: "string", value: node.value, content: node.content, ...place };
    case "null":
      return { kind: "scalar", value: null, ...place };
    case "list": {
      const items: JsonNode[] = [];
      known.set(node, { kind: "array", items, ...place });
      for (const item of node.items) items.push(convert(item, known));
      return { kind: "array", items, ...place };
    }
    case "map": {
      const members = new Map<string, JsonMember>();
      known.set(node, { kind: "object", members, ...place });
      for (const [name, { key, value }] of node.entries)
        members.set(name, { key, value: convert(value, known) });
      return { kind: "object", members, ...place };
    }
    default:
      return node satisfies never;
  }
}
