import type { PlannedChange } from "../fix/plan/plan-request.ts";
import type { Release, VersionChange } from "../model/index.ts";
import type { FoundProject, PackageIndexes } from "../package-index/open-indexes.ts";
import type { IndexFile } from "../package-index/page/project-page.ts";
import {
  compareVersions,
  formatVersion,
  normalizeName,
  parseVersion,
  type PackageName,
  type Version,
} from "../python/index.ts";

/** What an index is asked for. */
export interface ReleaseAsking {
  readonly indexes: PackageIndexes;
  /** The index that a file names for a package; null: none in particular. */
  readonly sourceOf: (name: PackageName) => string | null;
}

/** A planned change as the sources take it; without an index nobody knows the files of the release. */
export async function versionChange(
  { name, from, to }: Pick<PlannedChange, "name" | "from" | "to">,
  asking: ReleaseAsking | null,
  { asksReplaced }: { readonly asksReplaced: boolean },
): Promise<VersionChange> {
  const isAsked = asksReplaced && from !== null && to !== null && asking !== null;
  return {
    name,
    from: from === null ? null : formatVersion(from),
    to: to === null ? null : formatVersion(to),
    release: to === null || asking === null ? null : await releaseOf(name, to, asking),
    ...(isAsked ? { replaced: await releaseOf(name, from, asking) } : {}),
  };
}

/** Null: the index does not have it, or does not say what it needs. */
async function releaseOf(
  name: PackageName,
  version: Version,
  { indexes, sourceOf }: ReleaseAsking,
): Promise<Release | null> {
  const place = indexes.place(sourceOf(name));
  const found = place === null ? null : await indexes.project(name, place);
  if (found?.kind !== "found") return null;
  const files = filesOf(found, version);
  const metadata = await metadataOf(files, indexes);
  if (metadata === null) return null;
  return {
    requires: metadata.requirements,
    extras: metadata.extras.map((extra) => normalizeName(extra)),
    requiresPython: metadata.requiresPython,
    summary: metadata.summary,
    files: files.map(({ name: filename, url, hashes, size, uploaded }) => ({
      ...{ filename, url: url.href, hashes, size },
      uploadTime: uploaded,
    })),
  };
}

/** Of one index: what another one has under the same name are other files. Yanked ones are not for a lock. */
function filesOf(
  { pages }: Extract<FoundProject, { kind: "found" }>,
  version: Version,
): readonly IndexFile[] {
  const isOf = (file: IndexFile): boolean => {
    const own = parseVersion(file.version);
    return own.ok && compareVersions(own.value, version) === 0 && file.yanked === null;
  };
  const page = pages.find(({ files }) => files.some(isOf));
  return (page?.files ?? []).filter(isOf).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A few files are tried, wheels first: they say the same. */
async function metadataOf(files: readonly IndexFile[], indexes: PackageIndexes) {
  const sorted = files.toSorted((a, b) => cost(a) - cost(b));
  for (const file of sorted.slice(0, MOST_TRIED)) {
    const found = await indexes.metadata(file);
    if (found.kind === "metadata") return found.metadata;
  }
  return null;
}

const MOST_TRIED = 3;

function cost({ wheel, metadata }: IndexFile): number {
  return (wheel === null ? 2 : 0) + (metadata === null ? 1 : 0);
}
