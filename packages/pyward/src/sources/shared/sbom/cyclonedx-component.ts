import type { Scope } from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import type { JsonNode } from "../../../syntax/json/index.ts";
import { itemsAt, memberOf, textAt } from "../json-values.ts";
import { toHash } from "./hash.ts";
import type { SbomComponent } from "./sbom.ts";

/** One component, without those inside it. */
export function toComponent(node: JsonNode): SbomComponent {
  const properties = propertiesOf(node);
  const purl = textAt(node, "purl");
  return {
    name: textAt(node, "name"),
    version: textAt(node, "version"),
    range: textAt(node, "versionRange"),
    purls: purl === null ? [] : [purl],
    isPackage:
      PACKAGES.has(textAt(node, "type") ?? "library") && !properties.some(({ name }) => OWN.has(name)),
    saysPython: properties.some(saysPython) || /^pkg:pypi\//i.test(textAt(node, "bom-ref") ?? ""),
    hashes: hashesOf(node),
    scopes: scopesOf(node, properties),
    extras: properties.filter(({ name }) => name === EXTRA).map(({ value }) => normalizeName(value)),
    marker: properties.find(({ name }) => MARKERS.has(name))?.value ?? null,
    isModified: isModified(node),
    start: (memberOf(node, "purl") ?? memberOf(node, "name") ?? node).start,
  };
}

/** Component types that a package can have. The others are files, systems, devices, data and models. */
const PACKAGES = new Set(["library", "framework", "application", "platform"]);

/** How uv and pyward mark the project itself and the members of its workspace, which have no package URL. */
const OWN = new Set([
  "uv:package:is_project_root",
  "uv:package:is_synthetic_root",
  "uv:workspace:path",
  "pyward:project",
  "pyward:own-code",
]);

const MARKERS = new Set(["uv:package:marker", "pyward:marker"]);

interface Property {
  readonly name: string;
  readonly value: string;
}

/** Names are those of the CycloneDX property taxonomy, each in its tool's own name space. */
function propertiesOf(node: JsonNode): readonly Property[] {
  return itemsAt(node, "properties").flatMap((item) => {
    const name = textAt(item, "name");
    const value = textAt(item, "value");
    return name === null || value === null ? [] : [{ name, value }];
  });
}

const EXTRA = "cdx:python:package:required-extra";

/** What Syft, Trivy and cyclonedx-py say of a Python package. */
const PYTHON_PROPERTIES = new Map([
  ["syft:package:language", /^python$/],
  ["syft:package:type", /^python$/],
  ["aquasecurity:trivy:PkgType", /^(?:python-pkg|pip|pipenv|poetry|uv|pylock)$/],
  [EXTRA, /^/],
]);

function saysPython({ name, value }: Property): boolean {
  return PYTHON_PROPERTIES.get(name)?.test(value) === true;
}

/** Those of the component, and those of the files that it is distributed as, which is where uv has them. */
function hashesOf(node: JsonNode): readonly string[] {
  const distributions = itemsAt(node, "externalReferences").filter(
    (reference) => textAt(reference, "type") === "distribution",
  );
  return [node, ...distributions].flatMap((holder) =>
    itemsAt(holder, "hashes").flatMap((hash) => toHash(textAt(hash, "alg"), textAt(hash, "content")) ?? []),
  );
}

/**
 * Groups as cyclonedx-py writes them. "excluded" is what the specification has for use in tests and other work besides
 * running; "optional" may or may not be there, so it counts as any other.
 */
function scopesOf(node: JsonNode, properties: readonly Property[]): readonly Scope[] {
  const own = properties.filter(({ name }) => name === "pyward:scope").map(({ value }) => value);
  if (own.some(isScope)) return own.filter(isScope);
  const groups = properties.filter(
    ({ name }) => name === "cdx:poetry:group" || name === "cdx:pipenv:category",
  );
  if (groups.length > 0) return groups.map(({ value }) => toScope(value));
  return textAt(node, "scope") === "excluded" ? ["group:dev"] : [];
}

/** As pyward's own documents say it. */
function isScope(value: string): value is Scope {
  return /^(?:main|build|tooling|(?:extra|group):[a-z0-9]+(?:-[a-z0-9]+)*)$/.test(value);
}

function toScope(group: string): Scope {
  if (group === "main" || group === "default") return "main";
  return group === "develop" ? "group:dev" : `group:${normalizeName(group)}`;
}

/** "pedigree" tells what a component was made from; "modified" is what older versions have in its place. */
function isModified(node: JsonNode): boolean {
  const pedigree = memberOf(node, "pedigree");
  const modified = memberOf(node, "modified");
  const isSaid = modified?.kind === "scalar" && modified.value === true;
  return isSaid || ["ancestors", "patches", "commits"].some((name) => itemsAt(pedigree, name).length > 0);
}
