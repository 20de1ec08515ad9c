import { normalizeName, type PackageName } from "../python/index.ts";
import type { ProjectDependency } from "./merge-sources.ts";

/** What may be told to a feed that is asked. */
export interface Privacy {
  /** The user's configuration calls the package internal. */
  isInternal(name: PackageName): boolean;
  /** Whose names are public anyway: the default package index. */
  isPublicIndex(url: string): boolean;
}

/**
 * Whether a feed may be told the name and version: only of what comes from the default package index, or says of no other place, which also is what a
 * lock without sources and an installed environment say. Never of the project's own code, a folder, a repository, an address, conda or another index,
 * and never of what is called internal.
 */
export function mayTell({ name, source, own }: ProjectDependency, privacy: Privacy): boolean {
  if (own !== null || source.type !== "registry" || privacy.isInternal(name)) return false;
  return source.url === null || privacy.isPublicIndex(source.url);
}

/** `acme-*`: a star stands for any characters; names are normalised by PEP 503, in patterns, too. */
export function internalNames(patterns: readonly string[]): Privacy["isInternal"] {
  const forms = patterns.map(
    (pattern) => new RegExp(`^${pattern.split("*").map(normalizedPart).join(".*")}$`, "u"),
  );
  return (name) => forms.some((form) => form.test(name));
}

function normalizedPart(part: string): string {
  // Letters, digits and hyphens only: nothing of it means anything to a regular expression outside of brackets.
  return normalizeName(part.replaceAll(/[^A-Za-z0-9._-]/g, ""));
}
