import { DEFAULT_INDEX } from "./package-index/default-index.ts";
import type { IndexAccess } from "./package-index/fetch-page.ts";
import { openIndexes, type PackageIndexes } from "./package-index/open-indexes.ts";
import { readIndexSettings, type IndexSources } from "./package-index/settings.ts";

export type { IndexSources, PackageIndexes };

/**
 * The package indexes that the user names, and `usual` as pip and uv take it where nothing stands in its place; null: none is left. Nobody is asked yet.
 * Throws PywardError `usage` and `bad-configuration`.
 */
export function openPackageIndexes(
  sources: IndexSources,
  access: Omit<IndexAccess, "hosts">,
  usual: string | null = DEFAULT_INDEX,
): PackageIndexes | null {
  const settings = readIndexSettings(sources, usual);
  return settings === null ? null : openIndexes(settings, access, usual);
}

/** Those that the user names, without the default one; null: none is. What a file has from the default one is asked about where theirs stand in its place. */
export function openNamedIndexes(
  sources: IndexSources,
  access: Omit<IndexAccess, "hosts">,
): PackageIndexes | null {
  const settings = readIndexSettings(sources, null);
  return settings === null ? null : openIndexes(settings, access, DEFAULT_INDEX);
}
