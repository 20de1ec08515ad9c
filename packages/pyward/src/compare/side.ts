import type { Report, ReportDependency, ReportFinding, ReportGap, ReportProject } from "../model/index.ts";

/** One of two reports, laid out to be looked up in. */
export interface Side {
  readonly report: Report;
  readonly projects: ReadonlyMap<string, ReportProject>;
  readonly dependencies: ReadonlyMap<string, ReportDependency>;
  /** By `placeOf`. */
  readonly byPlace: ReadonlyMap<string, readonly ReportDependency[]>;
  /** By `placeOf`. */
  readonly findings: ReadonlyMap<string, readonly ReportFinding[]>;
  /** Every path that a dependency or a source names. */
  readonly paths: ReadonlySet<string>;
  /** Where a surprising gap is: `placeOf` of a package's, and paths of files of which something could not be read. */
  readonly unaudited: ReadonlySet<string>;
}

export function sideOf(report: Report): Side {
  const dependencies = new Map(report.dependencies.map((dependency) => [dependency.ref, dependency]));
  const sources = report.projects.flatMap((project) => project.sources.map(({ path }) => path));
  const origins = report.dependencies.flatMap((dependency) => dependency.origins.map(({ path }) => path));
  return {
    report,
    projects: new Map(report.projects.map((project) => [project.id, project])),
    dependencies,
    byPlace: Map.groupBy(report.dependencies, (dependency) =>
      placeOf(dependency.project, packageOf(dependency, dependencies)),
    ),
    findings: Map.groupBy(report.findings, (finding) =>
      placeOf(finding.project, packageOfFinding(finding, dependencies)),
    ),
    paths: new Set([...sources, ...origins]),
    unaudited: new Set(report.gaps.flatMap(placesOfGap)),
  };
}

/** A damaged advisory leaves the package audited by its others; what is no surprise was never to be audited. */
function placesOfGap({ expected, advisory, name, project, origin }: ReportGap): readonly string[] {
  if (expected || advisory !== null) return [];
  if (name !== null) return [placeOf(project, name)];
  return origin === null ? [] : [origin.path];
}

/**
 * What a finding is of, whatever its version and file: the package and, of a copy inside of another release, what carries it.
 * To add a package is a change although pip has a copy of it.
 */
export function packageOf(
  { name, embeddedIn }: ReportDependency,
  dependencies: ReadonlyMap<string, ReportDependency>,
): string {
  if (embeddedIn === null) return name;
  return `${dependencies.get(embeddedIn)?.name ?? embeddedIn} ${name}`;
}

export function packageOfFinding(
  finding: ReportFinding,
  dependencies: ReadonlyMap<string, ReportDependency>,
): string {
  const dependency = dependencies.get(finding.dependency);
  return dependency === undefined ? finding.package : packageOf(dependency, dependencies);
}

/** One package of one project. */
export function placeOf(project: string | null, packaged: string): string {
  return `${project ?? ""}\n${packaged}`;
}
