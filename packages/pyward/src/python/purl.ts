import { isDigit, isLetterOrDigit } from "./ascii.ts";
import { normalizeName } from "./name.ts";
import type { PackageName } from "./name.ts";
import { failure, success } from "./result.ts";
import type { Result } from "./result.ts";

/** A package URL (ECMA-427). The parts are decoded; null and an empty object where a part is absent. */
export interface Purl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

/** `pkg:pypi/NAME@VERSION`; the version is written as given. */
export function pypiPurl(name: PackageName, version: string | null): string {
  return version === null ? `pkg:pypi/${encode(name)}` : `pkg:pypi/${encode(name)}@${encode(version)}`;
}

/** The canonical text: type in small letters, qualifiers sorted, the empty ones left out, names of type pypi normalised. */
export function formatPurl(purl: Purl): string {
  const type = purl.type.toLowerCase();
  let text = `pkg:${type}/`;
  for (const segment of splitPath(purl.namespace ?? "")) text += `${encode(segment)}/`;
  text += encode(normalizeFor(type, purl.name));
  if (purl.version !== null && purl.version !== "") text += `@${encode(purl.version)}`;
  const qualifiers = Object.entries(purl.qualifiers)
    .map(([key, value]) => ({ key: key.toLowerCase(), value }))
    .filter(({ value }) => value !== "")
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, value }) => `${key}=${encode(value)}`);
  if (qualifiers.length > 0) text += `?${qualifiers.join("&")}`;
  const subpath = splitPath(purl.subpath ?? "").filter(isRealSegment);
  return subpath.length > 0 ? `${text}#${subpath.map(encode).join("/")}` : text;
}

/** The purl specification, "How to parse a purl string in its components". Error: `invalid-purl`. */
export function parsePurl(text: string): Result<Purl> {
  const [beforeSubpath, rawSubpath] = cutLast(text, "#");
  const [beforeQualifiers, rawQualifiers] = cutLast(beforeSubpath, "?");
  if (beforeQualifiers.slice(0, 4).toLowerCase() !== "pkg:") return invalid("does not begin with pkg:");
  const [rawType, rest] = cutFirst(trimSlashes(beforeQualifiers.slice(4)), "/");
  const type = rawType.toLowerCase();
  if (!isType(type)) return invalid("not a package type");
  if (rest === null) return invalid("no name");
  const [rawPath, rawVersion] = cutLast(trimSlashes(rest), "@");
  const path = trimSlashes(rawPath);
  const slash = path.lastIndexOf("/");
  const rawName = path.slice(slash + 1);
  const name = decode(rawName);
  const version = rawVersion === null ? null : decode(rawVersion);
  const namespace = decodePath(path.slice(0, Math.max(0, slash)));
  const subpath = decodePath(rawSubpath ?? "");
  const qualifiers = parseQualifiers(rawQualifiers ?? "");
  if (name === undefined || version === undefined || namespace === undefined || subpath === undefined) {
    return invalid("a broken percent escape");
  }
  if (qualifiers === null) return invalid("not qualifiers");
  if (name === "") return invalid("no name");
  if (type === "pypi" && namespace.length > 0) return invalid("the type pypi has no namespace");
  return success({
    type,
    namespace: namespace.length > 0 ? namespace.join("/") : null,
    name: normalizeFor(type, name),
    version: version === "" ? null : version,
    qualifiers,
    subpath: subpath.some(isRealSegment) ? subpath.filter(isRealSegment).join("/") : null,
  });
}

function invalid(message: string): Result<never> {
  return failure("invalid-purl", message, 0);
}

/** Type definition of pypi: names as PEP 503 normalises them. */
function normalizeFor(type: string, name: string): string {
  return type === "pypi" ? normalizeName(name) : name;
}

function cutLast(text: string, separator: string): [string, string | null] {
  const index = text.lastIndexOf(separator);
  return index === -1 ? [text, null] : [text.slice(0, index), text.slice(index + 1)];
}

function cutFirst(text: string, separator: string): [string, string | null] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, null] : [text.slice(0, index), text.slice(index + 1)];
}

function trimSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === "/") start++;
  while (end > start && text[end - 1] === "/") end--;
  return text.slice(start, end);
}

function splitPath(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function isRealSegment(segment: string): boolean {
  return segment !== "." && segment !== "..";
}

/** Letters, digits, `.`, `-`; not beginning with a digit. */
function isType(type: string): boolean {
  if (type === "" || isDigit(type.charCodeAt(0))) return false;
  return [...type].every((unit) => isLetterOrDigit(unit.charCodeAt(0)) || unit === "." || unit === "-");
}

function isQualifierKey(key: string): boolean {
  if (key === "" || isDigit(key.charCodeAt(0))) return false;
  return [...key].every((unit) => isLetterOrDigit(unit.charCodeAt(0)) || ".-_".includes(unit));
}

function parseQualifiers(text: string): Record<string, string> | null {
  const pairs: [string, string][] = [];
  for (const pair of text.split("&").filter((one) => one !== "")) {
    const [rawKey, rawValue] = cutFirst(pair, "=");
    const key = rawKey.toLowerCase();
    const value = decode(rawValue ?? "");
    if (!isQualifierKey(key) || value === undefined) return null;
    if (value !== "") pairs.push([key, value]);
  }
  return Object.fromEntries(pairs);
}

function decodePath(path: string): string[] | undefined {
  const segments: string[] = [];
  for (const segment of splitPath(path)) {
    const decoded = decode(segment);
    if (decoded === undefined) return undefined;
    segments.push(decoded);
  }
  return segments;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Everything but letters, digits, `.-_~` and `:` is escaped. Half a surrogate pair has no UTF-8: U+FFFD stands for it. */
function encode(text: string): string {
  if (/^[A-Za-z0-9._:~-]*$/.test(text)) return text; // nearly every name and version
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\ufffd"))
    .replaceAll("%3A", ":")
    .replaceAll(/[!'()*]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`);
}
