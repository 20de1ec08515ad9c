import type { Gap } from "../../model/index.ts";
import { isValidName, normalizeName, parsePurl, type PackageName } from "../../python/index.ts";
import { unmappedGaps, type Unmapped } from "../shared/conda/unmapped.ts";
import type { CondaRecord } from "./conda-records.ts";
import type { Distribution } from "./distribution.ts";
import type { FoundIn } from "./on-path.ts";
import type { SiteDirectory } from "./site-directories.ts";

/** What is installed in a prefix, with conda's part in it. */
interface Owned {
  readonly found: readonly FoundIn[];
  readonly gaps: readonly Gap[];
}

/**
 * Maps conda's packages: by the distributions that they installed, then by the purls that conda records. The rest is
 * counted. A distribution that conda did not install (pip came after it) stays what its own metadata says.
 */
export function applyCondaRecords(found: readonly FoundIn[], records: readonly CondaRecord[]): Owned {
  const owned = new Set(records.flatMap(({ metadata }) => metadata));
  const marked = found.map((one) =>
    owned.has(entryOf(one.distribution)) ? { ...one, distribution: ofConda(one.distribution) } : one,
  );
  const present = new Set(found.map(({ distribution }) => entryOf(distribution)));
  const names = new Set(found.map(({ distribution }) => distribution.name));
  const unmapped: Unmapped[] = [];
  const named: FoundIn[] = [];
  for (const record of records) {
    if (record.metadata.some((entry) => present.has(entry))) continue;
    const releases = byPurl(record);
    const missing = releases.filter(({ name }) => !names.has(name));
    for (const distribution of missing) {
      names.add(distribution.name);
      named.push({ distribution, directory: NOWHERE });
    }
    // What pip has replaced is in the site directory under its name.
    if (releases.length > 0 || isReplaced(record, names)) continue;
    unmapped.push({ ...record, isPython: record.isPython && record.purls === null });
  }
  return { found: [...marked, ...named], gaps: unmappedGaps(unmapped) };
}

const NOWHERE: SiteDirectory = { path: "", python: null };

/** The path of the metadata's folder, or of the file that it is. */
function entryOf({ origin: { path } }: Distribution): string {
  return /^[^]*\.(?:dist-info|egg-info)(?=\/|$)/.exec(path)?.[0] ?? path;
}

/** The `direct_url.json` of what conda installed names a folder of the machine that built the package. */
function ofConda(distribution: Distribution): Distribution {
  return { ...distribution, installer: "conda", directUrl: null, isEditable: false };
}

function isReplaced({ metadata }: CondaRecord, names: ReadonlySet<PackageName>): boolean {
  return metadata.some((entry) => {
    const name = /([^/]+?)-[^/]*$/.exec(entry)?.[1] ?? "";
    return names.has(normalizeName(name));
  });
}

/** A purl without a version stands for the release that conda's version names. */
function byPurl({ purls, version, origin }: CondaRecord): readonly Distribution[] {
  return (purls ?? []).flatMap((text) => {
    const purl = parsePurl(text);
    const release = purl.ok ? (purl.value.version ?? version) : null;
    if (!purl.ok || purl.value.type !== "pypi" || release === null || !isValidName(purl.value.name))
      return [];
    return {
      name: normalizeName(purl.value.name),
      version: release,
      origin,
      requirements: [],
      isRequested: false,
      installer: "conda",
      directUrl: null,
      isEditable: false,
    };
  });
}
