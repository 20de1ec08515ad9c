import type { JsonMember, JsonNode } from "../../../syntax/json/index.ts";
import type { TagValueDocument, TagValueLine } from "../../../syntax/tag-value/index.ts";

/** A document in SPDX's tag-value form as what its JSON form would hold, so that one reader reads both. */
export function fromTagValue({ lines }: TagValueDocument): JsonNode {
  const root = record(lines[0]?.start ?? 0);
  const packages: OpenRecord[] = [];
  const relationships: JsonNode[] = [];
  let current: OpenRecord | null = root;
  for (const line of lines) {
    const { tag } = line;
    if (tag === "PackageName") {
      current = record(line.start);
      packages.push(current);
    } else if (OTHER_SECTIONS.has(tag)) current = null;
    if (tag === "Relationship") relationships.push(toRelationship(line));
    else if (current !== null) addField(line, current);
  }
  put(root, "packages", arrayOf(packages.map(closed)));
  put(root, "relationships", arrayOf(relationships));
  return closed(root);
}

/** Tags that begin what is neither the document nor a package: its tags, SPDXID among them, are not theirs. */
const OTHER_SECTIONS = new Set(["FileName", "SnippetSPDXID", "LicenseID", "Annotator", "Reviewer"]);

interface OpenRecord {
  readonly start: number;
  readonly members: Map<string, JsonMember>;
  readonly lists: Map<string, JsonNode[]>;
}

function record(start: number): OpenRecord {
  return { start, members: new Map(), lists: new Map() };
}

/** SPDX 2.3, annex C: names of the tags that pyward uses, and of the members that stand for them. */
const MEMBERS = new Map([
  ["SPDXVersion", "spdxVersion"],
  ["SPDXID", "SPDXID"],
  ["PackageName", "name"],
  ["PackageVersion", "versionInfo"],
  ["PackageSourceInfo", "sourceInfo"],
  ["PrimaryPackagePurpose", "primaryPackagePurpose"],
]);

function addField(line: TagValueLine, current: OpenRecord): void {
  const { tag, value, start } = line;
  const member = MEMBERS.get(tag);
  if (member !== undefined && !current.members.has(member)) put(current, member, text(value, start));
  else if (tag === "ExternalRef") addItem(current, "externalRefs", toReference(line));
  else if (tag === "PackageChecksum") addItem(current, "checksums", toChecksum(line));
  else if (tag === "PackageAttributionText") addItem(current, "attributionTexts", text(value, start));
}

function addItem({ lists }: OpenRecord, name: string, item: JsonNode): void {
  const known = lists.get(name);
  if (known === undefined) lists.set(name, [item]);
  else known.push(item);
}

/** `PACKAGE-MANAGER purl pkg:pypi/brick@1.0` */
function toReference({ value, start }: TagValueLine): JsonNode {
  const [, before = "", type = "", locator = ""] = /^(\S+\s+(\S+)\s+)(.*)$/.exec(value) ?? [];
  return objectOf(start, {
    referenceType: text(type, start),
    referenceLocator: text(locator, start + before.length),
  });
}

/** `SHA256: 00ff…` */
function toChecksum({ value, start }: TagValueLine): JsonNode {
  const [algorithm = "", ...rest] = value.split(":");
  return objectOf(start, {
    algorithm: text(algorithm.trim(), start),
    checksumValue: text(rest.join(":").trim(), start),
  });
}

/** `SPDXRef-a DEPENDS_ON SPDXRef-b` */
function toRelationship({ value, start }: TagValueLine): JsonNode {
  const [from = "", type = "", to = ""] = value.split(/\s+/);
  return objectOf(start, {
    spdxElementId: text(from, start),
    relationshipType: text(type, start),
    relatedSpdxElement: text(to, start),
  });
}

function put({ members }: OpenRecord, name: string, value: JsonNode): void {
  members.set(name, { key: value.start, value });
}

function closed(open: OpenRecord): JsonNode {
  for (const [name, items] of open.lists) put(open, name, arrayOf(items));
  return { kind: "object", members: open.members, start: open.start, end: open.start };
}

function objectOf(start: number, fields: Readonly<Record<string, JsonNode>>): JsonNode {
  const members = new Map(Object.entries(fields).map(([name, value]) => [name, { key: start, value }]));
  return { kind: "object", members, start, end: start };
}

function arrayOf(items: readonly JsonNode[]): JsonNode {
  return { kind: "array", items, start: items[0]?.start ?? 0, end: items[0]?.start ?? 0 };
}

function text(value: string, start: number): JsonNode {
  return { kind: "string", value, content: start, start, end: start + value.length };
}
