import type { PackageSource } from "../../model/index.ts";
import {
  formatVersion,
  parseSdistFilename,
  parseWheelFilename,
  type PackageName,
} from "../../python/index.ts";
import { sourceUrl } from "./source-url.ts";

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
export function urlSource(url: string): PackageSource {
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

/** An absolute path says something about somebody's machine, and nothing about the package. */
export function pathOf(path: string): string | null {
  return /^(?:[/\\~]|[A-Za-z]:)/.test(path) ? null : sourceUrl(path);
}
