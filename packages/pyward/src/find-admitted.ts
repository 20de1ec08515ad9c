import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { AuditedProject, FoundProblem, FoundUpgrade } from "./assemble/audited-project.ts";
import type { ProjectDependency } from "./inventory/merge-sources.ts";
import { applicability } from "./inventory/targets.ts";
import { examine } from "./match/index.ts";
import type { Examination } from "./match/index.ts";
import type { PackageAdvisories, ReportTarget } from "./model/index.ts";
import type { AdmittedRange } from "./unpinned/admits.ts";

/**
 * The projects with what their declared ranges admit besides what would be installed: each problem once, at a version of the range that has as many of them
 * as any other does. What the resolved version has itself is told there.
 */
export function findAdmitted(
  projects: readonly AuditedProject[],
  ranges: readonly (readonly AdmittedRange[])[],
  { index, targets }: { readonly index: AdvisoryIndex; readonly targets: readonly ReportTarget[] },
): readonly AuditedProject[] {
  return projects.map((project, at) => {
    const told = new Map<string, Set<string>>();
    const found = (ranges[at] ?? []).flatMap((range) => {
      const { name } = range.dependency;
      const known = index.lookup(name);
      if (known === null) return [];
      const ids = told.get(name) ?? new Set(problemIds(project, name));
      told.set(name, ids);
      return admittedBy(range, project, { known, targets, told: ids });
    });
    if (found.length === 0) return project;
    return {
      ...project,
      dependencies: [...project.dependencies, ...found.map(({ dependency }) => dependency)],
      paths: new Map([
        ...project.paths,
        ...found.map(({ dependency: { ref, name } }) => [ref, { paths: [[name]], total: 1 }] as const),
      ]),
      problems: [...project.problems, ...found.flatMap(({ problems }) => problems)],
      upgrades: [...project.upgrades, ...found.map(({ upgrade }) => upgrade)],
    };
  });
}

function problemIds({ problems }: AuditedProject, name: string): readonly string[] {
  return problems.flatMap(({ dependency, problem }) => (dependency.name === name ? [problem.id] : []));
}

interface Admitted {
  readonly dependency: ProjectDependency;
  readonly problems: readonly FoundProblem[];
  readonly upgrade: FoundUpgrade;
}

interface Knowledge {
  /** Ids of problems that are told already; what is found is added. */
  readonly told: Set<string>;
  readonly known: PackageAdvisories;
  readonly targets: readonly ReportTarget[];
}

function admittedBy(
  { dependency: declared, versions }: AdmittedRange,
  project: AuditedProject,
  { known, targets, told }: Knowledge,
): readonly Admitted[] {
  const { name, specifiers } = declared;
  const examined = versions.map((version) => ({ version, found: examine({ name, version }, known) }));
  const bound = boundOf(examined, told);
  const where = applicability(declared.marker, targets);
  const admitted: Admitted[] = [];
  for (let next = richest(examined, told); next !== null; next = richest(examined, told)) {
    const { version, found } = next;
    const dependency: ProjectDependency = {
      ...declared,
      ...{ version, basis: "admitted", embeddedIn: null, entries: 0 },
      ref: freeRef(`${project.id}:${name}@${version}`, project),
    };
    const problems = found.problems
      .filter(({ id }) => !told.has(id))
      .map((problem) => ({
        dependency,
        problem,
        targets: where.kind === "only-where" ? where.marker : null,
        admittedBy: `${specifiers ?? ""} admits it, ${spread(problem.id, examined)}; what would be installed does not have it`,
      }));
    problems.forEach(({ problem }) => told.add(problem.id));
    const of = problems.length;
    const step = { to: bound, clears: bound === null ? 0 : of, of };
    admitted.push({ dependency, problems, upgrade: { dependency, step } });
  }
  return admitted;
}

interface Examined {
  readonly version: string;
  readonly found: Examination;
}

/** The lowest version of those with most problems that are not told yet; null: all are. */
function richest(examined: readonly Examined[], told: ReadonlySet<string>): Examined | null {
  let best: Examined | null = null;
  let most = 0;
  for (const one of examined) {
    const count = one.found.problems.filter(({ id }) => !told.has(id)).length;
    if (count > most) [best, most] = [one, count];
  }
  return best;
}

/** The lowest version of the range from which on nothing is admitted that is not told of what would be installed; null: there is none. */
function boundOf(examined: readonly Examined[], told: ReadonlySet<string>): string | null {
  const last = examined.findLastIndex(({ found }) => found.problems.some(({ id }) => !told.has(id)));
  return examined[last + 1]?.version ?? null;
}

/** `in 12 of 40 versions, 2.0 to 2.3.1`. */
function spread(id: string, examined: readonly Examined[]): string {
  const having = examined.filter(({ found }) => found.problems.some((problem) => problem.id === id));
  const [first, last] = [having[0]?.version ?? "", having.at(-1)?.version ?? ""];
  const places = first === last ? first : `${first} to ${last}`;
  return `in ${having.length} of ${examined.length} versions, ${places}`;
}

function freeRef(plain: string, { dependencies }: AuditedProject): string {
  const taken = new Set(dependencies.map(({ ref }) => ref));
  let ref = plain;
  for (let number = 2; taken.has(ref); number++) ref = `${plain}#${number}`;
  return ref;
}
