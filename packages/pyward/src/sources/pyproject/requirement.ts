import {
  isValidName,
  normalizeName,
  parseRequirement,
  parseSdistFilename,
  parseWheelFilename,
} from "../../python/index.ts";
import {
  formatVersion,
  parseVersion,
  satisfies,
  type PackageName,
  type Requirement,
  type SpecifierSet,
} from "../../python/index.ts";
import type { PackageSource, Scope, Span } from "../../model/index.ts";
import type { TomlNode } from "../../syntax/toml/index.ts";
import { sourceUrl } from "../shared/source-url.ts";
import { refuse, REGISTRY, type Asked, type Reading } from "./asked.ts";

/** Reads a list of PEP 508 requirements into a scope. Null stands for a list that is not there. */
export function readRequirements(node: TomlNode | null, scope: Scope, reading: Reading): void {
  if (node === null) return;
  if (node.kind !== "array") return refuse(reading, node, "what stands here is no list of requirements");
  for (const item of node.items) readRequirement(item, scope, reading);
}

/** PDM allows `-e URL#egg=name` in its own table. */
export function readRequirement(node: TomlNode, scope: Scope, reading: Reading): void {
  if (node.kind !== "string") return refuse(reading, node, "what stands here is no requirement");
  const editable = readEditable(node.value);
  const parsed = parseRequirement(node.value.trim());
  if (editable === null && !parsed.ok) {
    return refuse(reading, node, `what stands here is no requirement of PEP 508: ${parsed.error.message}`);
  }
  const asked = editable ?? (parsed.ok ? fromRequirement(parsed.value, node.value) : null);
  if (asked === null) return;
  const written = editable === null ? writtenSpan(node.value) : null;
  const span = written === null || node.content === null ? null : shift(written, node.content);
  reading.entries.push({ asked, scope, origin: reading.file.originAt(node.start, span) });
}

function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function readEditable(text: string): Asked | null {
  if (!text.startsWith("-e ") && !text.startsWith("--editable ")) return null;
  const name = /#egg=([A-Za-z0-9._-]+)/.exec(text)?.[1] ?? "";
  if (!isValidName(name)) return null;
  const source: PackageSource = { type: "path", url: null };
  return { ...NOTHING, name: normalizeName(name), pin: "url", source, own: "editable" };
}

const NOTHING = {
  version: null,
  specifiers: null,
  extras: [],
  marker: null,
  source: REGISTRY,
  own: null,
} as const;

function fromRequirement(requirement: Requirement, text: string): Asked {
  const { name, extras, marker, specifiers, url } = requirement;
  const common = { ...NOTHING, name, extras, marker };
  if (url !== null)
    return { ...common, pin: "url", version: versionOfUrl(url, name), source: urlSource(url) };
  if (specifiers.specifiers.length === 0) return { ...common, pin: "unpinned" };
  const version = exactVersion(specifiers);
  if (version !== null) return { ...common, pin: "exact", version };
  const { start, end } = writtenSpan(text);
  return { ...common, pin: "range", specifiers: text.slice(start, end) };
}

/** The one version that a set leaves: a single `==` without `.*`, or `===`, that the rest allows. As written. */
function exactVersion(set: SpecifierSet): string | null {
  const named = new Set(
    set.specifiers
      .filter(({ operator, isPrefix }) => operator === "===" || (operator === "==" && !isPrefix))
      .map(({ version }) => version),
  );
  const [only] = named;
  if (only === undefined || only === "" || named.size > 1) return null;
  const parsed = parseVersion(only);
  const isAllowed =
    set.specifiers.length === 1 || !parsed.ok || satisfies(parsed.value, set, { prereleases: true });
  return isAllowed ? only : null;
}

/** What an edit replaces: the specifiers, else all before the marker. */
function writtenSpan(text: string): Span {
  const space = (at: number): boolean => " \t\r\n()".includes(text.charAt(at));
  let start = 0;
  while (start < text.length && /[\sA-Za-z0-9._-]/.test(text.charAt(start))) start++;
  if (text.charAt(start) === "[") start = text.indexOf("]", start) + 1;
  while (start < text.length && space(start)) start++;
  const semicolon = text.indexOf(";", start);
  let end = semicolon === -1 ? text.length : semicolon;
  if (start >= end || text.charAt(start) === "@") start = 0;
  while (start < end && space(start)) start++;
  while (end > start && space(end - 1)) end--;
  return { start, end };
}

/** The version in the name of a wheel (PEP 427) or an sdist (PEP 625) of this package; null where there is none. */
export function versionOfUrl(url: string, name: PackageName): string | null {
  const path = url.split(/[?#]/, 1)[0] ?? "";
  const fileName = decode(path.slice(path.lastIndexOf("/") + 1));
  const parsed = fileName.endsWith(".whl") ? parseWheelFilename(fileName) : parseSdistFilename(fileName);
  return parsed.ok && parsed.value.name === name ? formatVersion(parsed.value.version) : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A `file:` URL names a place on somebody's disk, which is nothing to show. */
function urlSource(url: string): PackageSource {
  if (/^file:/i.test(url)) return { type: "path", url: null };
  if (/^git\+|^git:|^git@|\.git(?:[@#]|$)/i.test(url)) return { type: "git", url: gitUrl(url) };
  return { type: "url", url: sourceUrl(url) };
}

/** `git+https://host/repository@revision`: the revision is no part of the repository. */
export function gitUrl(url: string): string | null {
  const bare = url.replace(/^git\+/i, "");
  const authority = bare.indexOf("://") + 3;
  const at = bare.lastIndexOf("@");
  const hasRevision =
    at > bare.indexOf("/", authority) && bare.indexOf("/", authority) !== -1 && authority > 2;
  return sourceUrl(hasRevision ? bare.slice(0, at) : bare);
}
