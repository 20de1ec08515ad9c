import { isFeatureAvailable, restoreCache, saveCache } from "@actions/cache";

/** One entry a run; the newest one with the prefix is restored. Entries of a branch are seen by its pull requests, never the other way round. */
const PREFIX = "pyward-advisories-";

/** Puts the newest cached database in the folder; leaves it alone where there is none or the runner has no cache. Throws where the service fails. */
export async function restoreDatabase(folder: string, run: string): Promise<void> {
  if (isFeatureAvailable()) await restoreCache([folder], `${PREFIX}${run}`, [PREFIX]);
}

/** Keeps the folder for later runs. */
export async function saveDatabase(folder: string, run: string): Promise<void> {
  if (isFeatureAvailable()) await saveCache([folder], `${PREFIX}${run}`);
}
