import { foldAdvisoryId } from "../match/index.ts";
import type { Report, ReportDependency, ReportFinding, ReportGap, ReportProject } from "../model/index.ts";

/** One of two reports, laid out to be looked up in. */
export interface Side {
  readonly report: Report;
  readonly projects: ReadonlyMap<string, ReportProject>;
  readonly dependencies: ReadonlyMap<string, ReportDependency>;
  /** By `placeOf`. */
  readonly byPlace: ReadonlyMap<string, readonly ReportDependency[]>;
  /** By `findingKeys`. */
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
    findings: findingsByKey(report.findings, dependencies),
    paths: new Set([...sources, ...origins]),
    unaudited: new Set(report.gaps.flatMap(placesOfGap)),
  };
}

function findingsByKey(
  findings: readonly ReportFinding[],
  dependencies: ReadonlyMap<string, ReportDependency>,
): ReadonlyMap<string, readonly ReportFinding[]> {
  const found = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    for (const key of findingKeys(
      finding,
      placeOf(finding.project, packageOfFinding(finding, dependencies)),
    )) {
      const known = found.get(key);
      if (known === undefined) found.set(key, [finding]);
      else if (known.length < MOST_ALIKE) known.push(finding);
    }
  }
  return found;
}

/** Versions of one package beside each other in one project: what a report lists beyond that is a mistake or an attack. */
const MOST_ALIKE = 100;

/** One for each id and alias, in any case. */
export function findingKeys(
  { id, aliases }: Pick<ReportFinding, "id" | "aliases">,
  place: string,
): readonly string[] {
  return [id, ...aliases].map((one) => `${place}\n${foldAdvisoryId(one)}`);
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
  { name, embeddedIn, basis }: ReportDependency,
  dependencies: ReadonlyMap<string, ReportDependency>,
): string {
  // What a range admits is not there, and hides nothing that is.
  if (basis === "admitted") return `${basis} ${name}`;
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
