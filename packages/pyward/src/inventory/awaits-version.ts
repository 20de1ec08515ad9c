import type { Dependency } from "../model/index.ts";
import type { ReadSource } from "./merge-sources.ts";

/** It is to be installed: what it needs is, too. What is locked has all of that beside it. */
export function isAsked(dependency: Dependency): boolean {
  const { basis, embeddedIn, manager, scopes } = dependency;
  if (basis !== "declared" || embeddedIn !== null || manager !== null) return false;
  return scopes.some((scope) => scope !== "build" && scope !== "tooling");
}

/**
 * Whether a package index could tell the version: it is asked for without one, by a file that says what is to be installed, and comes from an index.
 * What is only needed to build is not asked about: nothing is built.
 */
export function awaitsVersion(dependency: Dependency): boolean {
  const { version, pin, source, own } = dependency;
  if (version !== null || pin === "url" || pin === "exact") return false;
  return source.type === "registry" && own === null && isAsked(dependency);
}

/** Something in the sources waits for a version. */
export function awaits({ sources }: { readonly sources: readonly Pick<ReadSource, "inventory">[] }): boolean {
  return sources.some(({ inventory }) => inventory.dependencies.some(awaitsVersion));
}
