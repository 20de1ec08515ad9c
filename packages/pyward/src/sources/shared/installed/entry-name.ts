import { isValidName } from "../../../python/index.ts";

/** What the name of a metadata entry says: the fallback where the metadata itself cannot be read. */
interface EntryName {
  readonly name: string;
  /** Null where the name holds none (`foo.egg-info`). */
  readonly version: string | null;
}

/**
 * Reads `name-version.dist-info` (recording installed projects), and `name-version-pyX.Y-platform.egg-info` and `.egg`
 * (setuptools' egg formats), where all but the name may be missing; a `.egg-link` has the name only. Null where no
 * name is in it.
 */
export function parseEntryName(entry: string): EntryName | null {
  const dot = entry.lastIndexOf(".");
  const stem = dot === -1 ? entry : entry.slice(0, dot);
  const extension = entry.slice(dot).toLowerCase();
  if (extension === ".egg-link") return isValidName(stem) ? { name: stem, version: null } : null;
  const isEgg = extension !== ".dist-info";
  // Names and versions are escaped to hold no "-"; old tools did not escape the name of a dist-info.
  const split = isEgg ? stem.indexOf("-") : stem.lastIndexOf("-");
  const name = split === -1 ? stem : stem.slice(0, split);
  if (!isValidName(name)) return null;
  const version = split === -1 ? "" : (stem.slice(split + 1).split("-")[0] ?? "");
  return { name, version: /^[vV]?[0-9]/.test(version) ? version.replaceAll("_", "-") : null };
}
