import {
  isValidName,
  normalizeName,
  parseSdistFilename,
  parseWheelFilename,
  formatVersion,
} from "../../python/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { PackageSource } from "../../model/index.ts";
import { hasVariable } from "./variables.ts";

/** A URL as pip's `Link` reads it, reduced to what is safe to keep. */
export interface Link {
  /** Lower case; "" for a URL without one. */
  readonly scheme: string;
  readonly source: PackageSource;
  /** The last component of the path, percent-decoded. */
  readonly fileName: string;
  /** The name in `egg=`; null without one. */
  readonly egg: PackageName | null;
  /** Of the fragment: `algorithm:hex`. */
  readonly hashes: readonly string[];
  /** The decoded path of a `file:` URL; null for any other. */
  readonly localPath: string | null;
}

export type LinkResult =
  | { readonly kind: "link"; readonly link: Link }
  /** `reason` quotes nothing of the URL. */
  | { readonly kind: "refused"; readonly reason: string };

/** Schemes of pip's `vcs.all_schemes`, by the version control system that they begin with. */
const VCS_TRANSPORTS: Readonly<Record<string, readonly string[]>> = {
  bzr: ["http", "https", "ssh", "sftp", "ftp", "lp", "file"],
  git: ["http", "https", "ssh", "git", "file"],
  hg: ["file", "http", "https", "ssh", "static-http"],
  svn: ["ssh", "http", "https", "svn", "file"],
};

/** The names of pip's version control systems. */
export const VCS_NAMES: readonly string[] = Object.keys(VCS_TRANSPORTS);

export function isVcsScheme(scheme: string): boolean {
  const plus = scheme.indexOf("+");
  return plus !== -1 && (VCS_TRANSPORTS[scheme.slice(0, plus)] ?? []).includes(scheme.slice(plus + 1));
}

/** pip's `is_url`: whether the text begins with a scheme that pip fetches from. */
export function isUrl(text: string): boolean {
  const scheme = schemeOf(text);
  return ["http", "https", "file", "ftp"].includes(scheme) || isVcsScheme(scheme);
}

/** As `urllib.parse.urlsplit`: lower case; "" without one. */
export function schemeOf(text: string): string {
  const colon = text.indexOf(":");
  const scheme = colon < 1 || colon > 32 ? "" : text.slice(0, colon);
  return /^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme) ? scheme.toLowerCase() : "";
}

export function readLink(written: string): LinkResult {
  const url = written.replaceAll("\t", ""); // as urlsplit, which drops them wherever they stand
  const scheme = schemeOf(url);
  const rest = url.slice(scheme === "" ? 0 : scheme.length + 1);
  const hasAuthority = rest.startsWith("//");
  const authorityEnd = hasAuthority ? endOfAuthority(rest) : 0;
  const authority = hasAuthority ? rest.slice(2, authorityEnd) : "";
  if (!isPlausibleAuthority(authority)) return { kind: "refused", reason: "the URL has no readable host" };
  const path = rest.slice(authorityEnd).split(/[?#]/, 1)[0] ?? "";
  const egg = /[#&]egg=([^&]*)/.exec(url)?.[1];
  if (egg !== undefined && !isValidName(egg))
    return { kind: "refused", reason: "what follows egg= is no name" };
  if (scheme === "file" && authority !== "" && authority !== "localhost") {
    return { kind: "refused", reason: "a file: URL names another host" };
  }
  const decodedPath = decodePercent(path);
  const link: Link = {
    scheme,
    source: sourceOf(scheme, authority, path),
    fileName: baseName(decodedPath),
    egg: egg === undefined ? null : normalizeName(egg),
    hashes: fragmentHashes(url),
    localPath: scheme === "file" ? decodedPath : null,
  };
  return { kind: "link", link };
}

/** What the name of an archive says; null where it says nothing, `refused` for a wheel's name that is none. */
export interface Artifact {
  readonly name: PackageName;
  readonly version: string;
}

/** Name and version by the file name of a wheel (PEP 427) or an sdist (PEP 625). */
export function readArtifactName(fileName: string): Artifact | null | "not-a-wheel-name" {
  if (hasVariable(fileName)) return null;
  const isWheel = fileName.endsWith(".whl");
  const parsed = isWheel ? parseWheelFilename(fileName) : parseSdistFilename(fileName);
  if (!parsed.ok) return isWheel ? "not-a-wheel-name" : null;
  return { name: parsed.value.name, version: formatVersion(parsed.value.version) };
}

/** The last component of a path, trailing slashes aside. */
export function baseName(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 0x2f) end--;
  return path.slice(path.lastIndexOf("/", end - 1) + 1, end);
}

function endOfAuthority(rest: string): number {
  for (let index = 2; index < rest.length; index++) {
    if ("/?#".includes(rest.charAt(index))) return index;
  }
  return rest.length;
}

/** What `urlsplit` refuses: a lone bracket, or a character that NFKC turns into a delimiter. */
function isPlausibleAuthority(authority: string): boolean {
  if (authority.includes("[") !== authority.includes("]")) return false;
  const bare = authority.replaceAll(/[@:#?]/g, "");
  const composed = bare.normalize("NFKC");
  return composed === bare || !/[/?#@:]/.test(composed);
}

function sourceOf(scheme: string, authority: string, path: string): PackageSource {
  if (scheme === "file") return { type: "path", url: null };
  const url = safeUrl(scheme, authority, path);
  // The type says git already; of the other systems only the scheme says which.
  return scheme.startsWith("git+")
    ? { type: "git", url: url?.slice("git+".length) ?? null }
    : { type: "url", url };
}

/**
 * The URL without userinfo, query and fragment; null where the rest could still hold a piece of a password, because it
 * has a `/`, `?` or `#` in it: a port that is none, or an `@` in a path that has no revision.
 */
function safeUrl(scheme: string, authority: string, path: string): string | null {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const port = /:([^\]:]*)$/.exec(host)?.[1] ?? "";
  if (host === "" || !/^[0-9]*$/.test(port)) return null;
  if (path.includes("@") && !isVcsScheme(scheme)) return null;
  return `${scheme}://${host}${path}`;
}

/** pip takes the first one only. */
function fragmentHashes(url: string): readonly string[] {
  const match = /[#&](sha512|sha384|sha256|sha224|sha1|md5)=([^&]*)/.exec(url);
  return match?.[1] === undefined || match[2] === undefined ? [] : keepHex([`${match[1]}:${match[2]}`]);
}

/** Digests that are hexadecimal, in lower case; pip compares any other text with a digest and never finds it equal. */
export function keepHex(hashes: readonly string[]): readonly string[] {
  return hashes.filter((hash) => /^[a-z0-9]+:[0-9A-Fa-f]+$/.test(hash)).map((hash) => hash.toLowerCase());
}

function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
