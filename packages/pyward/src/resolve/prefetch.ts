import type { PackageName } from "../python/index.ts";
import type { Candidates } from "./exclusion.ts";
import type { State } from "./state.ts";
import { contains, type VersionSet } from "./version-set.ts";

/** A package of which so many versions were tried will probably need many more. */
const TRIES: ReadonlySet<number> = new Set([5, 10, 20, 40, 80]);

/** Packages that were found since: all of them at once, so that an index is asked side by side. */
export function prefetchNames({ metadata, unasked, given }: State): void {
  const names = [...unasked].filter((name) => !given.has(name));
  if (names.length > 0) metadata.prefetch?.({ names, candidates: [] });
  unasked.clear();
}

export function prefetchVersions(
  { metadata, tries }: State,
  name: PackageName,
  { candidates, set }: { readonly candidates: Candidates; readonly set: VersionSet },
): void {
  const count = (tries.get(name) ?? 0) + 1;
  tries.set(name, count);
  if (!TRIES.has(count) || metadata.prefetch === undefined) return;
  const next = candidates.versions.filter((version) => contains(set, version)).slice(0, count);
  metadata.prefetch({ names: [], candidates: next.map((version) => ({ name, version })) });
}
