import type { ReportDependency, ReportOrigin } from "../../../model/index.ts";
import type { Bill, Part, Subject } from "../bill-of-materials.ts";
import { cleanText, webUrl, type Json, type JsonMembers } from "../clean-json.ts";
import { place } from "../wording.ts";
import { hashAlgorithm } from "../hash-algorithm.ts";
import { property } from "./property.ts";

export function subjectComponent({ id, name, version, project }: Subject): JsonMembers {
  const digest = /^sha256:([0-9a-f]{64})$/.exec(project.image?.digest ?? "")?.[1];
  return {
    type: project.kind === "image" ? "container" : "application",
    "bom-ref": id,
    name,
    version: version === null ? undefined : short(version),
    hashes: digest === undefined ? undefined : [{ alg: "SHA-256", content: digest }],
    properties: [property("pyward:project", `${project.kind} ${project.root}`)],
  };
}

/** Every part; copies inside what holds them. */
export function componentsOf({ parts }: Bill): readonly Json[] {
  const held = Map.groupBy(parts, ({ holder }) => holder);
  const write = (part: Part): JsonMembers => {
    const inside = held.get(part.id) ?? [];
    return { ...componentOf(part), components: inside.length === 0 ? undefined : inside.map(write) };
  };
  return (held.get(null) ?? []).map(write);
}

function componentOf({ id, dependency, purl, isOwn }: Part): JsonMembers {
  const { name, version, scopes } = dependency;
  const hashes = hashesOf(dependency);
  const isOne = new Set(hashes.map(({ alg }) => alg)).size === hashes.length;
  const references = [...distributionOf(dependency), ...(isOne ? [] : [filesOf(purl ?? name, hashes)])];
  return {
    type: isOwn ? "application" : "library",
    "bom-ref": id,
    name,
    version: version === null ? undefined : short(version),
    scope: scopeOf(scopes),
    hashes: isOne && hashes.length > 0 ? hashes : undefined,
    purl: purl ?? undefined,
    externalReferences: references.length === 0 ? undefined : references,
    properties: propertiesOf(dependency, isOwn),
  };
}

/** CycloneDX allows 1,024 characters. */
function short(version: string): string {
  return cleanText(version).slice(0, 1_000);
}

/** What only extras bring may be there or not; what only groups and builds bring is not there when it runs. */
function scopeOf(scopes: ReportDependency["scopes"]): string {
  if (scopes.includes("main") || scopes.includes("tooling") || scopes.length === 0) return "required";
  return scopes.some((scope) => scope.startsWith("extra:")) ? "optional" : "excluded";
}

interface Hash extends JsonMembers {
  readonly alg: string;
  readonly content: string;
}

function hashesOf({ hashes }: ReportDependency): readonly Hash[] {
  return hashes.flatMap((hash): Hash[] => {
    const [, algorithm = "", content = ""] = /^([a-z0-9_]+):([0-9a-f]+)$/.exec(hash) ?? [];
    const known = hashAlgorithm(algorithm, content);
    return known === null ? [] : [{ alg: known.cyclonedx, content }];
  });
}

/** A lock lists every file of a release: none of them is *the* hash, and each may be the one that is installed. */
function filesOf(release: string, hashes: readonly Hash[]): JsonMembers {
  return {
    type: "distribution",
    url: /^[\x21-\x7e]+$/.test(release) ? release : "pkg:pypi",
    comment: "any of the files of this release",
    hashes,
  };
}

function distributionOf({ source }: ReportDependency): readonly JsonMembers[] {
  const url = webUrl(source.url);
  if (url === undefined) return [];
  if (source.type === "git") return [{ type: "vcs", url }];
  return source.type === "url" ? [{ type: "distribution", url }] : [];
}

function propertiesOf(dependency: ReportDependency, isOwn: boolean): readonly Json[] {
  const { scopes, marker, manager, origins, basis, pin, source } = dependency;
  return [
    ...(isOwn ? [property("pyward:own-code", "true")] : []),
    property("pyward:basis", basis),
    property("pyward:pin", pin),
    ...(source.type === "registry" && source.url === null
      ? []
      : [property("pyward:source", source.url === null ? source.type : `${source.type} ${source.url}`)]),
    ...scopes.map((scope) => property("pyward:scope", scope)),
    ...(marker === null ? [] : [property("pyward:marker", marker)]),
    ...(manager === null ? [] : [property("pyward:manager", manager)]),
    ...origins.map((origin) => property("pyward:origin", originOf(origin))),
  ];
}

function originOf(origin: ReportOrigin): string {
  return origin.layer === null ? place(origin) : `${place(origin)} in layer ${origin.layer}`;
}
