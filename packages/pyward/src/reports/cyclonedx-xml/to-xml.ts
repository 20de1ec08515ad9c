import { isList, isMembers, type Json, type JsonMembers } from "../shared/clean-json.ts";

/**
 * The XML form of a document whose members stand in the order of the XML schema (ECMA-424: the forms are equivalent). Texts are clean
 * already: no character in them is one that XML 1.0 does not allow.
 */
export function toXml({ serialNumber, version, ...document }: JsonMembers, specVersion: string): string {
  const { bomFormat: _format, specVersion: _version, ...content } = document;
  const head = `<bom${attributes({ xmlns: `http://cyclonedx.org/schema/bom/${specVersion}`, serialNumber, version })}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${children(content, 1)}</bom>\n`;
}

/** What an array's items are called in XML, by the array's name. */
const ITEMS: Readonly<Record<string, string>> = {
  advisories: "advisory",
  affects: "target",
  assemblies: "assembly",
  components: "component",
  compositions: "composition",
  dependencies: "dependency",
  dependsOn: "dependency",
  externalReferences: "reference",
  hashes: "hash",
  properties: "property",
  ratings: "rating",
  references: "reference",
  response: "response",
  tools: "tool",
  versions: "version",
  vulnerabilities: "vulnerability",
};

/** Members that are attributes, by the element that has them. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  component: ["type", "bom-ref"],
  dependency: ["ref"],
  hash: ["alg"],
  property: ["name"],
  vulnerability: ["bom-ref"],
};

/** An external reference has its type as an attribute; the reference of a vulnerability has none. */
const OWN_ATTRIBUTES = new Map([["externalReferences", ["type"]]]);

/** The member that is the element's text beside attributes. */
const OWN_TEXT: Readonly<Record<string, string>> = { hash: "content", property: "value" };

function children(members: JsonMembers, depth: number): string {
  return Object.entries(members)
    .map(([name, value]) => (value === undefined ? "" : member(name, value, depth)))
    .join("");
}

function member(name: string, value: Json, depth: number): string {
  if (!isList(value)) return element(name, value, { depth, attributes: ATTRIBUTES[name] ?? [] });
  const item = ITEMS[name] ?? name;
  const inside = depth + (name === "dependsOn" ? 0 : 1);
  const own = OWN_ATTRIBUTES.get(name) ?? ATTRIBUTES[item] ?? [];
  const items = value.map((one) =>
    typeof one === "string" && REFERS.has(name)
      ? `${"  ".repeat(inside)}<${item}${attributes({ ref: one })}/>\n`
      : element(item, one, { depth: inside, attributes: own }),
  );
  // A dependency holds what it needs without a list around it.
  if (name === "dependsOn") return items.join("");
  const list = name === "response" ? "responses" : name;
  return `${"  ".repeat(depth)}<${list}>\n${items.join("")}${"  ".repeat(depth)}</${list}>\n`;
}

/** Arrays of references to other elements. */
const REFERS = new Set(["assemblies", "dependsOn"]);

interface Place {
  readonly depth: number;
  readonly attributes: readonly string[];
}

function element(name: string, value: Json, place: Place): string {
  const pad = "  ".repeat(place.depth);
  if (!isMembers(value)) return `${pad}<${name}>${escaped(value)}</${name}>\n`;
  const isAttribute = (key: string): boolean => place.attributes.includes(key);
  const head = attributes(Object.fromEntries(Object.entries(value).filter(([key]) => isAttribute(key))));
  const text = value[OWN_TEXT[name] ?? ""];
  if (text !== undefined) return `${pad}<${name}${head}>${escaped(text)}</${name}>\n`;
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !isAttribute(key)));
  const inside = children(rest, place.depth + 1);
  return inside === "" ? `${pad}<${name}${head}/>\n` : `${pad}<${name}${head}>\n${inside}${pad}</${name}>\n`;
}

function attributes(members: JsonMembers): string {
  return Object.entries(members)
    .map(([name, value]) =>
      value === undefined ? "" : ` ${name}="${escaped(value).replaceAll('"', "&quot;")}"`,
    )
    .join("");
}

/** XML 1.0, 2.4. The second of two `#` too, which begin a command in the logs of build services. */
function escaped(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/(?<=#)#/g, "&#35;");
}
