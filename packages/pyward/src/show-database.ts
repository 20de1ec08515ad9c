import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { Advisory, AdvisoryDetails, PackageAdvisories, SeverityLevel } from "./model/index.ts";
import { normalizeName } from "./python/index.ts";

/** What `pyward db search TEXT` found. Names ascending; advisories by package, then id. */
export interface SearchResult {
  readonly packages: readonly { readonly name: string; readonly advisories: number }[];
  readonly advisories: readonly FoundAdvisory[];
}

export interface FoundAdvisory {
  readonly id: string;
  readonly package: string;
  readonly aliases: readonly string[];
  readonly level: SeverityLevel;
  readonly score: number | null;
  readonly disclosed: string | null;
  readonly withdrawn: boolean;
  readonly weakness: Advisory["weakness"];
}

/**
 * Packages whose name contains the text, as names compare (PEP 503), and advisories whose id or alias contains it,
 * in any case. A text that is blank finds nothing.
 */
export function searchDatabase(index: AdvisoryIndex, text: string): SearchResult {
  const sought = text.trim();
  if (sought === "") return { packages: [], advisories: [] };
  const name = normalizeName(sought);
  const id = sought.toLowerCase();
  const packages: SearchResult["packages"][number][] = [];
  const advisories: FoundAdvisory[] = [];
  for (const stored of allPackages(index)) {
    if (stored.name.includes(name))
      packages.push({ name: stored.name, advisories: stored.advisories.length });
    for (const advisory of stored.advisories)
      if ([advisory.id, ...advisory.aliases].some((own) => own.toLowerCase().includes(id)))
        advisories.push(found(stored, advisory));
  }
  return { packages, advisories };
}

function* allPackages(index: AdvisoryIndex): Generator<PackageAdvisories> {
  for (const name of index.packageNames()) {
    const stored = index.lookup(name);
    if (stored !== null) yield stored;
  }
}

function found(stored: PackageAdvisories, advisory: Advisory): FoundAdvisory {
  const { id, aliases, severity, disclosed, withdrawn, weakness } = advisory;
  const { level, score } = severity;
  return {
    id,
    package: stored.name,
    aliases,
    level,
    score,
    disclosed,
    withdrawn: withdrawn !== null,
    weakness,
  };
}

/** One record about one package, its ranks read as versions. */
export interface ShownAdvisory {
  readonly package: string;
  readonly advisory: Advisory;
  readonly ranges: readonly ShownRange[];
  /** Affected although no range holds them. */
  readonly versions: readonly string[];
  readonly fixedIn: readonly string[];
  /** Null where the database holds none. */
  readonly details: AdvisoryDetails | null;
}

/** A null bound is open: from the first release, or without an end. */
export interface ShownRange {
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly lastAffected: string | null;
  readonly limit: string | null;
  /** A bound was written `X-NA` and is read as X. */
  readonly repaired: boolean;
}

/** Every record with this id or alias, in any case, for each package that it names. Empty: the database does not know it. */
export function showAdvisory(index: AdvisoryIndex, id: string): readonly ShownAdvisory[] {
  const sought = id.trim().toLowerCase();
  return index
    .packagesOf(id.trim())
    .flatMap((name) => index.lookup(name) ?? [])
    .flatMap((stored) =>
      stored.advisories
        .filter((advisory) => [advisory.id, ...advisory.aliases].some((own) => own.toLowerCase() === sought))
        .map((advisory) => shown(index, stored, advisory)),
    );
}

function shown(index: AdvisoryIndex, stored: PackageAdvisories, advisory: Advisory): ShownAdvisory {
  const version = (rank: number): string => stored.bounds[rank] ?? "";
  return {
    package: stored.name,
    advisory,
    ranges: advisory.intervals.map(({ from, to, end, repaired }) => {
      const bound = to === null ? null : version(to);
      return {
        introduced: from === -1 ? null : version(from),
        fixed: end === "fixed" ? bound : null,
        lastAffected: end === "last-affected" ? bound : null,
        limit: end === "limit" ? bound : null,
        repaired,
      };
    }),
    versions: [...advisory.enumerated.map(version), ...advisory.oddVersions],
    fixedIn: advisory.fixed.map(version),
    details: index.details(advisory.id),
  };
}
