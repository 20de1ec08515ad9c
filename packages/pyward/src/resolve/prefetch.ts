import type { PackageName, Version } from "../python/index.ts";
import type { Candidates } from "./exclusion.ts";
import type { State } from "./state.ts";
import { within, type VersionSet } from "./version-set.ts";

/** A package of which so many versions were tried will probably need as many more. */
const TRIES: ReadonlySet<number> = new Set([5, 10, 20, 40]);
/** From here on so many are asked for each time that the last ones are used up. */
const MANY = 80;

function isTime(count: number): boolean {
  return TRIES.has(count) || count % MANY === 0;
}

/**
 * Packages that were found since: all of them at once, so that an index is asked side by side; and of each the version
 * that would be chosen by now. `likely`: that version; null: none.
 */
export function prefetchNames(
  { metadata, unasked, given }: State,
  likely: (name: PackageName) => Promise<Version | null>,
): void {
  const names = [...unasked].filter((name) => !given.has(name));
  unasked.clear();
  if (names.length === 0 || metadata.prefetch === undefined) return;
  metadata.prefetch({ names, candidates: [] });
  for (const name of names) {
    void likely(name).then((version) => {
      if (version !== null) metadata.prefetch?.({ names: [], candidates: [{ name, version }] });
    });
  }
}

export function prefetchVersions(
  { metadata, tries }: State,
  name: PackageName,
  { candidates, set }: { readonly candidates: Candidates; readonly set: VersionSet },
): void {
  const count = (tries.get(name) ?? 0) + 1;
  tries.set(name, count);
  if (!isTime(count) || metadata.prefetch === undefined) return;
  const { all, exclusionOf } = candidates;
  const next = within(all, set).slice(0, Math.min(count, MANY));
  metadata.prefetch({
    names: [],
    candidates: next.filter((version) => exclusionOf(version) === null).map((version) => ({ name, version })),
  });
}
