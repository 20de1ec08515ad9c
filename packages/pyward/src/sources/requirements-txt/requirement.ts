import {
  formatMarker,
  normalizeName,
  parseMarker,
  parseRequirement,
  parseVersion,
  satisfies,
} from "../../python/index.ts";
import type { PackageName, Requirement, SpecifierSet } from "../../python/index.ts";
import type { GapCode, OwnCode, PackageSource, Pin } from "../../model/index.ts";
import { trimPythonSpace } from "../../syntax/requirement-lines/index.ts";
import { baseName, isUrl, keepHex, readArtifactName, readLink } from "./link.ts";
import type { Link } from "./link.ts";
import { isArchiveName, looksLikePath, splitExtras } from "./local.ts";
import { hasVariable } from "./variables.ts";

/** What one line asks for. */
export interface Asked {
  /** Null where only a look at the directory can tell, or nothing can. */
  readonly name: PackageName | null;
  readonly version: string | null;
  readonly pin: Pin;
  /** As written, for a range. */
  readonly specifiers: string | null;
  /** The same, parsed; null where there are none. */
  readonly specifierSet: SpecifierSet | null;
  readonly extras: readonly string[];
  readonly marker: string | null;
  /** `algorithm:hex`. */
  readonly hashes: readonly string[];
  readonly source: PackageSource;
  readonly own: OwnCode | null;
  /** A path on the disk, as written and decoded; relative to the working directory. Null: nothing local. */
  readonly local: Local | null;
  /** What an edit would replace, in the text that was given: the specifiers, else the requirement without marker. */
  readonly edit: { readonly start: number; readonly end: number };
}

export interface Local {
  readonly path: string;
  readonly kind: "archive" | "directory";
}

export type ReadRequirement =
  | { readonly kind: "asked"; readonly asked: Asked }
  | {
      readonly kind: "refused";
      readonly code: GapCode;
      /** The name, where it is legible; null otherwise. */
      readonly name: PackageName | null;
      readonly reason: string;
    };

export const REGISTRY: PackageSource = { type: "registry", url: null };

/** A requirement as pip's `parse_req_from_line` reads it: `text` is the line without comment and options. */
export function readRequirement(text: string): ReadRequirement {
  const separator = text.indexOf(isUrl(text) ? "; " : ";");
  const marker = readMarker(separator === -1 ? "" : text.slice(separator + 1));
  if (marker.kind === "refused") return refuse(text, marker.reason);
  const name = trimPythonSpace(separator === -1 ? text : text.slice(0, separator));
  const start = text.indexOf(name);
  const context: Context = { text: name, marker: marker.text, edit: { start, end: start + name.length } };
  if (isUrl(name)) return readDirect(name, context);
  const { path, extras } = splitExtras(name);
  if (extras === null) return refuse(text, "the brackets at its end hold no extras");
  if (isArchiveName(path) && !isDirectReference(name)) return readArchivePath(path, extras, context);
  const requirement = parseRequirement(name);
  if (requirement.ok) {
    // pip lets brackets at the very end, behind a URL too, win over those of the name.
    return readNamed(extras.length === 0 ? requirement.value : { ...requirement.value, extras }, context);
  }
  if (looksLikePath(name)) return readDirectory(path, extras, context);
  const isSingle = /^[^=<>!~]*=[^=<>!~]*$/.test(name);
  return refuse(text, isSingle ? "= is no operator, == is" : "it is no requirement that pip reads");
}

interface Context {
  /** Without the marker. */
  readonly text: string;
  readonly marker: string | null;
  readonly edit: Asked["edit"];
}

type ReadMarker =
  | { readonly kind: "marker"; readonly text: string | null }
  | { readonly kind: "refused"; readonly reason: string };

function readMarker(text: string): ReadMarker {
  const trimmed = trimPythonSpace(text);
  if (trimmed === "") return { kind: "marker", text: null };
  if (hasVariable(trimmed)) {
    return {
      kind: "refused",
      reason: "its marker depends on an environment variable, which pyward never reads",
    };
  }
  const parsed = parseMarker(trimmed);
  return parsed.ok
    ? { kind: "marker", text: formatMarker(parsed.value) }
    : { kind: "refused", reason: "what follows the ; is no marker" };
}

/** `name @ url` also ends like an archive. */
function isDirectReference(text: string): boolean {
  const at = text.indexOf("@");
  return at !== -1 && !looksLikePath(text.slice(0, at));
}

/** A line that pip refuses, with the name that it begins with. */
export function refuse(text: string, reason: string): ReadRequirement {
  const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?(?=\s{0,20}(?:[[(=<>!~@;,]|$))/.exec(
    text,
  )?.[0];
  return {
    kind: "refused",
    code: "unparsable-line",
    name: name === undefined || isUrl(text) ? null : normalizeName(name),
    reason: hasVariable(text) ? "it depends on an environment variable, which pyward never reads" : reason,
  };
}

function readNamed(requirement: Requirement, context: Context): ReadRequirement {
  if (requirement.url !== null) return readNamedUrl(requirement, requirement.url, context);
  const set = requirement.specifiers;
  const version = exactVersion(set);
  const written = specifierSpan(context.text);
  const range = version === null && written !== null ? context.text.slice(written.start, written.end) : null;
  const shift = context.edit.start;
  return asked({
    name: requirement.name,
    version,
    pin: version !== null ? "exact" : range === null ? "unpinned" : "range",
    specifiers: range,
    specifierSet: set.specifiers.length === 0 ? null : set,
    extras: requirement.extras,
    marker: context.marker,
    edit: written === null ? context.edit : { start: shift + written.start, end: shift + written.end },
  });
}

/**
 * The one version that a set leaves: a single `==` without `.*`, or `===`, that the rest of the set accepts. As written.
 */
function exactVersion(set: SpecifierSet): string | null {
  const versions = new Set(
    set.specifiers
      .filter(({ operator, isPrefix }) => operator === "===" || (operator === "==" && !isPrefix))
      .map(({ version }) => version),
  );
  const [only] = versions;
  if (only === undefined || only === "" || versions.size > 1) return null;
  if (set.specifiers.length === 1) return only;
  const parsed = parseVersion(only);
  return parsed.ok && !satisfies(parsed.value, set, { prereleases: true }) ? null : only;
}

/** Where the specifiers stand behind name and extras, parentheses aside; null where there are none. */
function specifierSpan(text: string): { readonly start: number; readonly end: number } | null {
  let start = 0;
  while (start < text.length && /[A-Za-z0-9._-]/.test(text.charAt(start))) start++;
  const bracket = text.indexOf("]", start);
  if (bracket !== -1) start = bracket + 1;
  const isFiller = (index: number): boolean => " \t()".includes(text.charAt(index));
  while (start < text.length && isFiller(start)) start++;
  let end = text.length;
  while (end > start && isFiller(end - 1)) end--;
  return start === end ? null : { start, end };
}

function readNamedUrl(requirement: Requirement, url: string, context: Context): ReadRequirement {
  const result = readLink(url);
  if (result.kind === "refused") return refuse(context.text, result.reason);
  const { link } = result;
  const artifact = readArtifactName(link.fileName);
  const isSame = artifact !== null && artifact !== "not-a-wheel-name" && artifact.name === requirement.name;
  return asked({
    ...fromLink(link, context),
    name: requirement.name,
    version: isSame ? artifact.version : null,
    extras: requirement.extras,
  });
}

/** A bare URL: its name is that of the wheel, else `egg=`, else that of the sdist. */
function readDirect(url: string, context: Context): ReadRequirement {
  const result = readLink(url);
  if (result.kind === "refused") return refuse(url, result.reason);
  const { link } = result;
  const artifact = readArtifactName(link.fileName);
  if (artifact === "not-a-wheel-name") return refuse(url, "the file's name is no wheel's");
  const isNamedWheel = artifact !== null && link.fileName.endsWith(".whl");
  const name = isNamedWheel ? artifact.name : (link.egg ?? artifact?.name ?? null);
  const version = artifact !== null && artifact.name === name ? artifact.version : null;
  return asked({ ...fromLink(link, context), name, version });
}

/** An archive by its path: what the file's name says. Whether it is there does not matter. */
function readArchivePath(path: string, extras: readonly string[], context: Context): ReadRequirement {
  const artifact = readArtifactName(baseName(path));
  if (artifact === "not-a-wheel-name") return refuse(context.text, "the file's name is no wheel's");
  return asked({
    name: artifact?.name ?? null,
    version: artifact?.version ?? null,
    pin: "url",
    extras,
    marker: context.marker,
    source: { type: "path", url: null },
    local: { path, kind: "archive" },
    edit: context.edit,
  });
}

function readDirectory(path: string, extras: readonly string[], context: Context): ReadRequirement {
  return asked({
    pin: "url",
    extras,
    marker: context.marker,
    source: { type: "path", url: null },
    own: "project",
    local: { path, kind: "directory" },
    edit: context.edit,
  });
}

/** What a link says, without a name of its own. */
export function fromLink(link: Link, context: Context): Partial<Asked> & Pick<Asked, "pin" | "edit"> {
  const kind = isArchiveName(link.fileName) ? "archive" : "directory";
  return {
    pin: "url",
    marker: context.marker,
    hashes: link.hashes,
    source: link.source,
    own: link.localPath !== null && kind === "directory" ? "project" : null,
    local: link.localPath === null ? null : { path: link.localPath, kind },
    edit: context.edit,
  };
}

/** An `Asked` with the ordinary nulls filled in. */
export function asked(given: Partial<Asked> & Pick<Asked, "pin" | "edit">): ReadRequirement {
  return { kind: "asked", asked: { ...NOTHING, ...given } };
}

const NOTHING = {
  name: null,
  version: null,
  specifiers: null,
  specifierSet: null,
  extras: [],
  marker: null,
  hashes: [],
  source: REGISTRY,
  own: null,
  local: null,
} as const;

/** The same line with the hashes of its `--hash` options. */
export function withHashes(requirement: Asked, hashes: readonly string[]): Asked {
  return hashes.length === 0
    ? requirement
    : { ...requirement, hashes: [...requirement.hashes, ...keepHex(hashes)] };
}
