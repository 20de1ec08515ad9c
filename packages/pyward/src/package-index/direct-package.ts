import {
  normalizeName,
  parseSdistFilename,
  parseVersion,
  parseWheelFilename,
  formatVersion,
  type PackageName,
  type Version,
} from "../python/index.ts";
import type { PackageIndexes } from "./open-indexes.ts";
import type { IndexFile } from "./page/project-page.ts";
import { needsIn, type StatedNeeds } from "./package-metadata.ts";

export type DirectPackage =
  | ({ readonly kind: "direct"; readonly version: Version } & StatedNeeds)
  | { readonly kind: "dynamic"; readonly version: Version | null; readonly reason: string };

interface Asked {
  readonly name: PackageName;
  /** As a requirement has it after `@`. */
  readonly url: string;
  readonly mayFetch: (url: URL) => boolean;
}

/** What lies at an address: a wheel or source distribution. Its name says the version also where it is not fetched. */
export async function directPackage(
  { name, url, mayFetch }: Asked,
  indexes: PackageIndexes,
): Promise<DirectPackage> {
  const parsed = /^https?:/i.test(url) && URL.canParse(url) ? new URL(url) : null;
  const file = parsed === null ? null : fileAt(name, parsed);
  if (parsed === null || file === null)
    return {
      kind: "dynamic",
      version: null,
      reason: "its address names no wheel and no source distribution",
    };
  const version = parseVersion(file.version);
  const known = version.ok ? version.value : null;
  if (!mayFetch(parsed))
    return { kind: "dynamic", version: known, reason: "what lies at an address is not fetched" };
  const found = await indexes.metadata(file);
  if (found.kind !== "metadata") return { kind: "dynamic", version: known, reason: found.reason };
  const needs = needsIn(found.metadata);
  if (known === null || needs.kind === "invalid")
    return { kind: "dynamic", version: known, reason: needs.kind === "invalid" ? needs.reason : "" };
  return { ...needs, kind: "direct", version: known };
}

/** Null where the file's name is none, or that of another project. */
function fileAt(project: PackageName, url: URL): IndexFile | null {
  const name = lastPart(url.pathname);
  const wheel = parseWheelFilename(name);
  const read = wheel.ok ? wheel : parseSdistFilename(name);
  if (!read.ok || normalizeName(read.value.name) !== project) return null;
  // pip, "VCS support" and PEP 440, "Direct references": a hash in the fragment.
  const hashes = [...new URLSearchParams(url.hash.slice(1))].flatMap(([algorithm, hex]) =>
    /^sha(?:256|384|512)$/.test(algorithm) && /^[0-9a-f]{64,128}$/i.test(hex)
      ? [`${algorithm}:${hex.toLowerCase()}`]
      : [],
  );
  const bare = new URL(url.href);
  bare.hash = "";
  bare.username = "";
  bare.password = "";
  return {
    name,
    url: bare,
    version: formatVersion(read.value.version),
    wheel: wheel.ok ? wheel.value : null,
    isWheel: wheel.ok,
    isAccompanied: false,
    hashes,
    requiresPython: null,
    yanked: null,
    metadata: null,
    size: null,
    uploaded: null,
  };
}

function lastPart(path: string): string {
  try {
    return decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
  } catch {
    return "";
  }
}
