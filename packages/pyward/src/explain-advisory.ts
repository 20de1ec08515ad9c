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
  /** The project's dependencies on the packages that the records name. */
  readonly standings: readonly Standing[];
}

/** What the database says of `id`, and of the dependencies in the report of an audit with the same database. */
export function explainAdvisory(id: string, index: AdvisoryIndex, report: Report): Explanation {
  const records = showAdvisory(index, id);
  const packages = new Set(records.map((record) => record.package));
  const sought = id.trim().toLowerCase();
  const dependencies = report.dependencies.filter(({ name }) => packages.has(name));
  return {
    id,
    records,
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
