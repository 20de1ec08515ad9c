import type { IndexAccess } from "./package-index/fetch-page.ts";
import { openIndexes, type PackageIndexes } from "./package-index/open-indexes.ts";
import { readIndexSettings, type IndexSources } from "./package-index/settings.ts";

/** The package indexes that the user names; null: none. Nobody is asked yet. Throws PywardError `usage` and `bad-configuration`. */
export function openPackageIndexes(
  sources: IndexSources,
  access: Omit<IndexAccess, "hosts">,
): PackageIndexes | null {
  const settings = readIndexSettings(sources);
  return settings === null ? null : openIndexes(settings, access);
}
