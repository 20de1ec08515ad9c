import type { PackageSource } from "../../model/index.ts";
import {
  normalizeName,
  parseMarker,
  parseRequirement,
  parseSpecifiers,
  type Marker,
  type PackageName,
} from "../../python/index.ts";
import { exactVersion } from "./ask-requirement.ts";
import { bothMarkers, NOTHING_ELSE, REGISTRY, type Asked } from "./asked.ts";
import { gitUrl, pathOf, urlSource, versionOfUrl } from "./direct-url.ts";
import { isHash } from "./hashes.ts";
import { workingTreeAt } from "./working-tree.ts";

/** What a Pipfile or its lock says about a package, whichever syntax says it. */
export interface PipenvEntry {
  /** The key that names it. */
  readonly name: string;
  text(field: string): string | null;
  texts(field: string): readonly string[];
  isTrue(field: string): boolean;
}

export interface PipenvContext {
  /** Path of the file, which relative paths start from. */
  readonly path: string;
  /** The indexes that the file declares, by name. */
  readonly indexes: ReadonlyMap<string, PackageSource>;
}

/** Why an entry, or only a condition of it, cannot be read; `field` is null where its name is at fault. */
export interface PipenvFault {
  readonly field: string | null;
  readonly reason: string;
}

export interface ReadPipenvEntry {
  /** Null where nothing can be said. */
  readonly asked: Asked | null;
  readonly faults: readonly PipenvFault[];
}

/** Reads one entry. A condition that cannot be read is a fault, and the package counts as always needed. */
export function readPipenvEntry(entry: PipenvEntry, context: PipenvContext): ReadPipenvEntry {
  const named = readName(entry.name);
  if (named === null) return refused(null, "what stands here is no name of a package");
  const base: Asked = { ...NOTHING_ELSE, name: named.name, pin: "unpinned" };
  const stated = readPlace(entry, base, context) ?? readVersion(entry, base, context);
  if (stated === null) return refused("version", "what stands here is no version specifier of PEP 440");
  const { marker, faults } = readMarkers(entry);
  const extras = [...named.extras, ...entry.texts("extras").map(normalizeName)];
  const hashes = [...entry.texts("hashes"), entry.text("hash") ?? ""].filter(isHash);
  return { asked: { ...stated, extras, marker, hashes }, faults };
}

function refused(field: string | null, reason: string): ReadPipenvEntry {
  return { asked: null, faults: [{ field, reason }] };
}

/** A name; older Pipfiles have its extras in brackets behind it. */
function readName(key: string): { readonly name: PackageName; readonly extras: readonly string[] } | null {
  const parsed = parseRequirement(key);
  if (!parsed.ok) return null;
  const { name, extras, specifiers, url, marker } = parsed.value;
  return specifiers.specifiers.length === 0 && url === null && marker === null ? { name, extras } : null;
}

const REPOSITORIES = ["git", "hg", "svn", "bzr"] as const;

/** A repository, a file or a directory in place of a release. */
function readPlace(entry: PipenvEntry, base: Asked, { path: file }: PipenvContext): Asked | null {
  const given = readSpecifiers(entry.text("version"));
  const version = given?.version ?? null;
  for (const kind of REPOSITORIES) {
    const url = entry.text(kind);
    if (url !== null)
      return { ...base, pin: "url", version, source: repositorySource(kind, url, entry.text("ref")) };
  }
  const place = entry.text("path") ?? entry.text("file");
  if (place === null) return null;
  const named = version ?? versionOfUrl(place, base.name);
  if (place.includes("://")) return { ...base, pin: "url", version: named, source: urlSource(place) };
  const own = isArchive(place)
    ? null
    : (workingTreeAt(file, place) ?? (entry.isTrue("editable") ? "editable" : null));
  return { ...base, pin: "url", version: named, source: { type: "path", url: pathOf(place) }, own };
}

function isArchive(path: string): boolean {
  return /\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)$/i.test(path);
}

/** The commit that was locked stays, as the fragment. A place on somebody's disk is nothing to show. */
function repositorySource(kind: string, url: string, ref: string | null): PackageSource {
  const type = kind === "git" ? "git" : "url";
  const bare = /^(?:file:|[/\\~]|[A-Za-z]:[/\\])/i.test(url) ? null : gitUrl(url);
  const isCommit = ref !== null && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref);
  return { type, url: bare !== null && isCommit && !bare.includes("#") ? `${bare}#${ref}` : bare };
}

function readVersion(entry: PipenvEntry, base: Asked, { indexes }: PipenvContext): Asked | null {
  const given = readSpecifiers(entry.text("version"));
  const source = indexes.get(entry.text("index") ?? "") ?? REGISTRY;
  return given === null ? null : { ...base, ...given, source };
}

type Specified = Pick<Asked, "pin" | "version" | "specifiers">;

/** `*` and nothing are any version; a bare `1.2` is `==1.2`. Null: neither these nor PEP 440. */
function readSpecifiers(given: string | null): Specified | null {
  const text = (given ?? "*").trim();
  if (text === "*" || text === "") return { pin: "unpinned", version: null, specifiers: null };
  const written = /^v?[0-9]/i.test(text) ? `==${text}` : text;
  const parsed = parseSpecifiers(written);
  if (!parsed.ok) return null;
  const version = exactVersion(parsed.value);
  return version === null
    ? { pin: "range", version: null, specifiers: written }
    : { pin: "exact", version, specifiers: null };
}

/** The variables of PEP 508, each a field of its own: `sys_platform = "== 'win32'"`. */
const VARIABLES = [
  "os_name",
  "sys_platform",
  "platform_machine",
  "platform_python_implementation",
  "platform_release",
  "platform_system",
  "platform_version",
  "python_version",
  "python_full_version",
  "implementation_name",
  "implementation_version",
];

function readMarkers(entry: PipenvEntry): {
  readonly marker: Marker | null;
  readonly faults: readonly PipenvFault[];
} {
  const faults: PipenvFault[] = [];
  let marker: Marker | null = null;
  const add = (field: string, text: string): void => {
    const parsed = parseMarker(text);
    if (parsed.ok) marker = bothMarkers(marker, parsed.value);
    else faults.push({ field, reason: `what ${field} says is no condition of PEP 508` });
  };
  for (const field of ["markers", ...VARIABLES]) {
    const text = entry.text(field);
    if (text !== null && text.trim() !== "") add(field, field === "markers" ? text : `${field} ${text}`);
  }
  return { marker, faults };
}
