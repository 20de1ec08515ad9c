import type { JsonMember, JsonNode } from "../../../syntax/json/index.ts";
import type { XmlElement } from "../../../syntax/xml/index.ts";

/**
 * The XML form of a CycloneDX document as what its JSON form would hold at the same places, so that one reader reads
 * both: the two forms are equivalent by ECMA-424. Elements of other namespaces are extensions and left out.
 */
export function fromXml(root: XmlElement): JsonNode {
  const version = /^http:\/\/cyclonedx\.org\/schema\/bom\/(.*)$/.exec(root.namespace)?.[1];
  const node = toNode(root);
  if (version === undefined || root.name !== "bom" || node.kind !== "object") return node;
  const members = new Map(node.members);
  members.set("bomFormat", memberAt(root, text(root, "CycloneDX")));
  members.set("specVersion", memberAt(root, text(root, version)));
  return { ...node, members };
}

/** Elements whose children are what JSON has as an array. */
const LISTS = new Set([
  "ancestors",
  "commits",
  "components",
  "compositions",
  "dependencies",
  "externalReferences",
  "hashes",
  "patches",
  "properties",
  "vulnerabilities",
]);

/** What JSON calls the text of an element that has attributes, too. */
const OWN_TEXT = new Map([
  ["hash", "content"],
  ["property", "value"],
]);

function toNode(element: XmlElement): JsonNode {
  const { name, namespace, attributes, start, content } = element;
  const children = element.children.filter((child) => child.namespace === namespace);
  if (LISTS.has(name)) return { kind: "array", items: children.map(toNode), start, end: content };
  if (name === "dependency") return toDependency(element, children);
  if (attributes.size === 0 && children.length === 0) {
    return name === "modified" && element.text === "true"
      ? { kind: "scalar", value: true, start: content, end: content }
      : text(element, element.text);
  }
  const members = membersOf(element);
  const own = OWN_TEXT.get(name);
  if (own !== undefined) members.set(own, memberAt(element, text(element, element.text)));
  for (const child of children) members.set(child.name, { key: child.start, value: toNode(child) });
  return { kind: "object", members, start, end: content };
}

/** `<dependency ref="a"><dependency ref="b"/></dependency>` */
function toDependency(element: XmlElement, children: readonly XmlElement[]): JsonNode {
  const { start, content } = element;
  const items = children.flatMap((child) =>
    child.name === "dependency" ? [text(child, child.attributes.get("ref") ?? "", child.start)] : [],
  );
  const members = membersOf(element);
  members.set("dependsOn", memberAt(element, { kind: "array", items, start, end: content }));
  return { kind: "object", members, start, end: content };
}

function membersOf(element: XmlElement): Map<string, JsonMember> {
  const { attributes, start } = element;
  return new Map(
    [...attributes].map(([name, value]) => [name, memberAt(element, text(element, value, start))]),
  );
}

function memberAt({ start }: XmlElement, value: JsonNode): JsonMember {
  return { key: start, value };
}

function text({ content }: XmlElement, value: string, start = content): JsonNode {
  return { kind: "string", value, content: null, start, end: start };
}
