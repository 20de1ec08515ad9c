import type { PackageSource, Pin } from "../../../model/index.ts";
import {
  formatSpecifiers,
  isValidName,
  normalizeName,
  parsePurl,
  parseSpecifiers,
  type PackageName,
  type Purl,
  type SpecifierSet,
} from "../../../python/index.ts";
import { exactVersion } from "../ask-requirement.ts";
import { REGISTRY } from "../asked.ts";
import { gitUrl, urlSource, versionOfUrl } from "../direct-url.ts";
import { isHash } from "../hashes.ts";
import { sourceUrl } from "../source-url.ts";
import type { SbomComponent } from "./sbom.ts";

/** A release of a Python package, as a component names it. */
export interface SbomRelease {
  readonly name: PackageName;
  readonly version: string | null;
  readonly pin: Pin;
  readonly specifiers: string | null;
  readonly source: PackageSource;
  readonly hashes: readonly string[];
}

/** What a component is to an audit of Python packages. */
export type Identified =
  | { readonly kind: "python"; readonly releases: readonly SbomRelease[] }
  /** A package of another ecosystem; `type` as purl has it. */
  | { readonly kind: "other"; readonly type: string }
  /** It looks like a Python package, or says what cannot be read. */
  | { readonly kind: "unusable"; readonly name: PackageName | null; readonly reason: string }
  /** Nothing says which package it is. */
  | { readonly kind: "unidentified" };

/** Only a package URL says which package a component is: names alone are shared between ecosystems, and CPEs guess. */
export function identify(component: SbomComponent): Identified {
  const read = component.purls.map((text) => ({ text, purl: parsePurl(text) }));
  const pypi = read.flatMap(({ purl }) => (purl.ok && purl.value.type === "pypi" ? [purl.value] : []));
  const releases = pypi.filter(({ name }) => isValidName(name)).map((purl) => releaseOf(purl, component));
  if (releases.length > 0) return { kind: "python", releases };
  const named = component.name !== null && isValidName(component.name) ? normalizeName(component.name) : null;
  const unusable = (reason: string): Identified => ({ kind: "unusable", name: named, reason });
  if (pypi.length > 0 || component.purls.some((text) => /^pkg:\/*pypi(?:\/|$)/i.test(text)))
    return unusable("its package URL of type pypi cannot be read");
  const other = read.find(({ purl }) => purl.ok)?.purl;
  if (other?.ok === true) return { kind: "other", type: other.value.type };
  if (component.saysPython)
    return unusable("it looks like a Python package, and no package URL says which one");
  const type = /^pkg:\/*([a-z][a-z0-9.-]*)\//i.exec(component.purls[0] ?? "")?.[1];
  if (type !== undefined) return { kind: "other", type: type.toLowerCase() };
  return component.purls.length > 0 ? unusable("its package URL cannot be read") : { kind: "unidentified" };
}

/** ECMA-427 and its definition of the type pypi; `vers` ranges are of the same family. */
function releaseOf(purl: Purl, component: SbomComponent): SbomRelease {
  const name = normalizeName(purl.name);
  const { source, pin } = placeOf(purl);
  const url = purl.qualifiers["download_url"];
  const said = purl.version ?? saidVersion(component.version);
  const range = said === null ? rangeOf(purl, component) : null;
  const version =
    said ??
    (range === null ? null : exactVersion(range)) ??
    (url === undefined ? null : versionOfUrl(url, name));
  const hashes = (purl.qualifiers["checksum"] ?? "").split(",").filter(isHash);
  const common = { name, version, source, hashes };
  if (pin !== null || version !== null) return { ...common, pin: pin ?? "exact", specifiers: null };
  return {
    ...common,
    pin: range === null ? "unpinned" : "range",
    specifiers: range === null ? null : formatSpecifiers(range),
  };
}

/** Some tools write the range of a manifest, or that they assert nothing, where the version belongs: that is none. */
export function saidVersion(version: string | null): string | null {
  const text = version?.trim() ?? "";
  return text === "" || NOTHING_SAID.has(text) || /^[<>=!~^*]/.test(text) ? null : text;
}

const NOTHING_SAID = new Set(["NOASSERTION", "NONE", "UNKNOWN"]);

function rangeOf(purl: Purl, { range, version }: SbomComponent): SpecifierSet | null {
  for (const text of [range, purl.qualifiers["vers"] ?? null, version]) {
    const written = text === null ? "" : fromVers(text.trim());
    const parsed = parseSpecifiers(written);
    if (parsed.ok && parsed.value.specifiers.length > 0) return parsed.value;
  }
  return null;
}

/** `vers:pypi/>=1.0|<2.0` as specifiers: exact for one interval, and nothing where there are several. */
function fromVers(text: string): string {
  const vers = /^vers:pypi\/([^]*)$/.exec(text)?.[1];
  if (vers === undefined) return text;
  const parts = vers.split("|").map((part) => (/^[<>=!]/.test(part) ? part : `==${part}`));
  const isInterval =
    parts.length === 1 || (parts.length === 2 && />/.test(parts[0] ?? "") && /</.test(parts[1] ?? ""));
  return isInterval ? parts.join(",") : "";
}

interface Place {
  readonly source: PackageSource;
  /** Null: as the version says. */
  readonly pin: "url" | null;
}

/** The qualifiers that purl knows for all types. A repository or an archive stands for the release itself. */
function placeOf({ qualifiers }: Purl): Place {
  const { repository_url: index, vcs_url: repository, download_url: file } = qualifiers;
  if (repository !== undefined) return { source: repositorySource(repository), pin: "url" };
  if (index !== undefined) return { source: { type: "registry", url: sourceUrl(index) }, pin: null };
  return file === undefined ? { source: REGISTRY, pin: null } : { source: urlSource(file), pin: "url" };
}

/** SPDX, "Package download location": `git+https://host/path@revision#subpath`. A commit stays, as the fragment. */
function repositorySource(text: string): PackageSource {
  const type = /^(?:git\b|https?:[^#]*\.git(?:[@#]|$))/i.test(text) ? "git" : "url";
  if (/^(?:[a-z]+\+)?file:/i.test(text)) return { type, url: null };
  const [whole = ""] = text.split("#", 1);
  const url = gitUrl(whole.replace(/^(?:hg|svn|bzr)\+/i, ""));
  const commit = /@([0-9a-f]{40}(?:[0-9a-f]{24})?)$/.exec(whole)?.[1];
  return { type, url: url !== null && commit !== undefined ? `${url}#${commit}` : url };
}
