import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { Report, ReportDependency, ReportFinding } from "./model/index.ts";
import { showAdvisory, type ShownAdvisory } from "./show-database.ts";

/** One dependency's standing towards an advisory. */
export interface Standing {
  readonly dependency: ReportDependency;
  /** Null: the version is not affected, or could not be compared. */
  readonly finding: ReportFinding | null;
  /** There is no version to compare: a gap of the report says why. */
  readonly isGap: boolean;
}

/** All about one id, and where a project stands. */
export interface Explanation {
  /** As it was asked for. */
  readonly id: string;
  /** Empty: the database does not know the id. */
  readonly records: readonly ShownAdvisory[];
  /** As of a moment at which the database does not know it, what it knows by now; null: nothing, or it is known. */
  readonly later: { readonly disclosed: string | null; readonly imported: string | null } | null;
  /** The project's dependencies on the packages that the records name. */
  readonly standings: readonly Standing[];
}

/** The database of the audit, and where that is one of a past moment (`--as-of`), the whole of it. */
export interface Consulted {
  readonly index: AdvisoryIndex;
  readonly later: AdvisoryIndex | null;
}

/** What the database says of `id`, and of the dependencies in the report of an audit with the same database. */
export function explainAdvisory(id: string, { index, later }: Consulted, report: Report): Explanation {
  const records = showAdvisory(index, id);
  const packages = new Set(records.map((record) => record.package));
  const sought = id.trim().toLowerCase();
  const dependencies = report.dependencies.filter(({ name }) => packages.has(name));
  return {
    id,
    records,
    later: records.length > 0 || later === null ? null : knownLater(id, later),
    standings: dependencies.map((dependency) => {
      const finding = report.findings.find(
        (candidate) =>
          candidate.dependency === dependency.ref &&
          [candidate.id, ...candidate.aliases].some((own) => own.toLowerCase() === sought),
      );
      const isGap = report.gaps.some(
        (gap) =>
          gap.project === dependency.project && gap.name === dependency.name && dependency.version === null,
      );
      return { dependency, finding: finding ?? null, isGap };
    }),
  };
}

/** Earliest over the records, as for a finding. */
function knownLater(id: string, index: AdvisoryIndex): Explanation["later"] {
  const records = showAdvisory(index, id);
  if (records.length === 0) return null;
  const earliest = (times: readonly (string | null)[]): string | null =>
    times.flatMap((time) => time ?? []).toSorted()[0] ?? null;
  return {
    disclosed: earliest(records.map(({ advisory }) => advisory.disclosed)),
    imported: earliest(records.map(({ advisory }) => advisory.imported)),
  };
}
