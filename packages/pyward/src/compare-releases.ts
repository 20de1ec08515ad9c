import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { ChangedRecord } from "./compare-databases.ts";
import { foldAdvisoryId, problemsOf } from "./match/index.ts";
import type { Problem, Report, SeverityLevel } from "./model/index.ts";
import { normalizeName, type PackageName } from "./python/index.ts";

/** A flaw that the newer data finds in a release and the older does not. */
export interface BecameKnown {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly level: SeverityLevel;
  readonly fix: string | null;
  readonly disclosed: string | null;
  /** It was disclosed before the older data ends: the record came late, or was corrected. */
  readonly isBackfill: boolean;
}

/** What the newer data says of a dependency and the older does not (`became`), or the other way round (`cleared`, ids). */
export interface ChangedRelease {
  readonly project: string;
  readonly package: string;
  readonly version: string;
  readonly became: readonly BecameKnown[];
  readonly cleared: readonly string[];
}

/** Two databases, and what differs between them (`compareDatabases`). */
export interface ChangedData {
  readonly before: AdvisoryIndex;
  readonly after: AdvisoryIndex;
  readonly records: readonly ChangedRecord[];
}

/** What differs for one release, judged once however often it is asked. */
export function releaseJudge(
  data: ChangedData,
): (name: PackageName, version: string) => Pick<ChangedRelease, "became" | "cleared"> {
  const judged = new Map<string, Pick<ChangedRelease, "became" | "cleared">>();
  return (name, version) => {
    const key = `${name} ${version}`;
    const known = judged.get(key) ?? compareRelease(name, version, data);
    judged.set(key, known);
    return known;
  };
}

/** The packages that a changed record names: of no other can a release be concerned. */
export function changedPackages({ records }: Pick<ChangedData, "records">): ReadonlySet<PackageName> {
  return new Set(records.flatMap(({ packages }) => packages));
}

/**
 * Asks of each report which of its releases the change of data concerns, in the order of the report. Only packages that a changed record names
 * are judged again, and each release once, for however many reports.
 */
export function releaseComparer(
  data: ChangedData,
): (report: Pick<Report, "projects" | "dependencies" | "gaps">) => readonly ChangedRelease[] {
  const changed = changedPackages(data);
  const judge = releaseJudge(data);
  return ({ projects, dependencies, gaps }) => {
    const roots = new Map(projects.map(({ id, root }) => [id, root]));
    const own = new Set(gaps.filter(({ code }) => code === "own-code").map(keyOf));
    return dependencies.flatMap((dependency) => {
      const { name, version, project } = dependency;
      const normal = normalizeName(name);
      // Own code may bear the name of a release, and is none.
      if (version === null || !changed.has(normal) || own.has(keyOf(dependency))) return [];
      const { became, cleared } = judge(normal, version);
      return became.length + cleared.length === 0
        ? []
        : [{ project: roots.get(project) ?? project, package: name, version, became, cleared }];
    });
  };
}

function keyOf({ project, name }: { readonly project: string | null; readonly name: string | null }): string {
  return `${project}\n${name}`;
}

function compareRelease(name: PackageName, version: string, { before, after }: ChangedData) {
  const [old, recent] = [before, after].map((index) => {
    const known = index.lookup(name);
    return known === null ? [] : problemsOf({ name: known.name, version }, known);
  });
  const until = before.info.modified;
  return {
    became: without(recent ?? [], old ?? []).map((problem) => becameKnown(problem, until)),
    cleared: without(old ?? [], recent ?? []).map(({ id }) => id),
  };
}

function becameKnown({ id, aliases, severity, fix, disclosed }: Problem, until: string): BecameKnown {
  const isBackfill = disclosed !== null && disclosed <= until;
  return { id, aliases, level: severity.level, fix: fix?.version ?? null, disclosed, isBackfill };
}

/** One flaw may be named by another id in other data: any shared id tells it. */
function without(problems: readonly Problem[], others: readonly Problem[]): readonly Problem[] {
  const known = new Set(others.flatMap(({ id, aliases }) => [id, ...aliases].map(foldAdvisoryId)));
  return problems.filter(
    ({ id, aliases }) => ![id, ...aliases].some((one) => known.has(foldAdvisoryId(one))),
  );
}
