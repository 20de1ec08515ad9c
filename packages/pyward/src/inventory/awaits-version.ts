import type { Dependency } from "../model/index.ts";

/**
 * Whether a package index could tell the version: it is asked for without one, by a file that says what is to be installed, and comes from an index.
 * What is only needed to build is not asked about: nothing is built.
 */
export function awaitsVersion(dependency: Dependency): boolean {
  const { basis, version, pin, source, own, embeddedIn, manager, scopes } = dependency;
  if (version !== null || basis !== "declared" || pin === "url" || pin === "exact") return false;
  if (source.type !== "registry" || own !== null || embeddedIn !== null || manager !== null) return false;
  return scopes.some((scope) => scope !== "build" && scope !== "tooling");
}
