import type { Advisory, AdvisoryDetails, PackageAdvisories, Severity } from "../model/index.ts";
import { pypiPurl } from "../python/index.ts";

/** What a record says of one package, compiled. */
export interface FactsEntry {
  readonly stored: PackageAdvisories;
  readonly advisory: Advisory;
}

/**
 * An OSV record (schema 1.7) from the compiled facts of one id. Enumerated versions that no range holds
 * stand in an entry of their own: OSV's rule makes no difference, but some readers believe only the list where there is one, and would
 * lose the ranges.
 */
export function factsRecord(entries: readonly FactsEntry[], details: AdvisoryDetails | null): object {
  const [first] = entries;
  if (first === undefined) throw new RangeError("a record about no package");
  const { id, aliases, modified, published, withdrawn, severity } = first.advisory;
  return {
    schema_version: "1.7.3",
    id,
    modified,
    ...(published === null ? {} : { published }),
    ...(withdrawn === null ? {} : { withdrawn }),
    ...(aliases.length === 0 ? {} : { aliases }),
    ...textsOf(details),
    ...severityOf(severity),
    affected: entries.flatMap(affectedOf),
    references: (details?.references ?? []).map(({ type, url }) => ({ type, url })),
    database_specific: { pyward: "compiled facts, not the supplier's record", feed: first.advisory.feed },
  };
}

function textsOf(details: AdvisoryDetails | null): object {
  const { summary = null, description = null } = details ?? {};
  return {
    ...(summary === null ? {} : { summary }),
    ...(description === null ? {} : { details: description }),
  };
}

/** OSV schema, "severity[] field": the type is the version of the vector. */
function severityOf({ vector }: Severity): object {
  if (vector === null) return {};
  const version = /^CVSS:([34])\./.exec(vector)?.[1] ?? "2";
  return { severity: [{ type: `CVSS_V${version}`, score: vector }] };
}

function affectedOf({ stored, advisory }: FactsEntry): readonly object[] {
  const version = (rank: number): string => stored.bounds[rank] ?? "";
  const named = { package: { ecosystem: "PyPI", name: stored.name, purl: pypiPurl(stored.name, null) } };
  const ranges = advisory.intervals.map(({ from, to, end }) => ({
    type: "ECOSYSTEM",
    events: [
      { introduced: from < 0 ? "0" : version(from) },
      ...(to === null ? [] : [{ [KEY_OF_END[end]]: version(to) }]),
    ],
  }));
  const versions = [...advisory.enumerated.map(version), ...advisory.oddVersions];
  const entries = [
    ...(ranges.length === 0 ? [] : [{ ...named, ranges }]),
    ...(versions.length === 0 ? [] : [{ ...named, versions }]),
  ];
  if (advisory.undecided) return [{ ...named, ...UNDECIDED }];
  return entries.length === 0 ? [named] : entries;
}

/** Whoever reads the record by itself has to show it, as a query does: some tools drop a package without a range. */
const UNDECIDED = {
  ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }],
  database_specific: {
    pyward: "the supplier's record has no bound that can be read: no version is ruled out",
  },
};

const KEY_OF_END = {
  fixed: "fixed",
  limit: "limit",
  "last-affected": "last_affected",
  open: "limit",
} as const;
