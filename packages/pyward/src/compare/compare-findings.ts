import { foldAdvisoryId } from "../match/index.ts";
import type { ComparedFinding, GoneFinding, ReportDependency, ReportFinding } from "../model/index.ts";
import { packageOf, packageOfFinding, placeOf, type Side } from "./side.ts";
import { isSameVersion, versionsOf } from "./versions.ts";

/** Both reports, and what is known of how they belong together. */
export interface Sides {
  readonly head: Side;
  readonly base: Side;
  /** Projects of the head → what they were in the base. */
  readonly pairs: ReadonlyMap<string, string>;
  /** The same the other way round. */
  readonly formers: ReadonlyMap<string, string>;
  /** Both were compared with the same advisories, so that every difference comes from the change. */
  readonly isSameData: boolean;
  /** Ids, folded, of all that the data of the head says of a release; null where that is not known. */
  reaching(name: string, version: string): ReadonlySet<string> | null;
}

interface Compared {
  readonly findings: readonly ComparedFinding[];
  readonly gone: readonly GoneFinding[];
}

/**
 * A finding is the same by its package and any common id or alias, in the same project or where its file was moved to;
 * neither version nor path nor the id that names it counts.
 */
export function compareFindings(sides: Sides): Compared {
  const { head, base } = sides;
  const former = head.report.findings.map((finding) => formerOf(finding, sides));
  const matched = new Set(former.flat());
  const left = base.report.findings.filter((finding) => !matched.has(finding));
  const moved = movedFindings(
    head.report.findings.filter((_, at) => former[at]?.length === 0),
    left,
    sides,
  );
  const movedFrom = new Set(moved.values());
  return {
    findings: head.report.findings.map((finding, at) => {
      const origin = moved.get(finding) ?? null;
      const known = origin === null ? (former[at] ?? []) : [origin];
      return known.length === 0 ? newFinding(finding, sides) : keptFinding(finding, known, origin, sides);
    }),
    gone: left.filter((finding) => !movedFrom.has(finding)).map((finding) => goneFinding(finding, sides)),
  };
}

function formerOf(finding: ReportFinding, { head, base, pairs }: Sides): readonly ReportFinding[] {
  const project = pairs.get(finding.project);
  if (project === undefined) return [];
  const there = base.findings.get(placeOf(project, packageOfFinding(finding, head.dependencies))) ?? [];
  return there.length === 0 ? [] : sharing(finding, there);
}

type Named = Pick<ReportFinding, "id" | "aliases">;

function sharing<T extends Named>(finding: Named, others: readonly T[]): readonly T[] {
  const ids = new Set(idsOf(finding));
  return others.filter((other) => idsOf(other).some((id) => ids.has(id)));
}

function idsOf({ id, aliases }: Named): readonly string[] {
  return [id, ...aliases].map(foldAdvisoryId);
}

/** New ones whose file is new, each with the one that it was in a file that is gone. */
function movedFindings(
  fresh: readonly ReportFinding[],
  left: readonly ReportFinding[],
  { head, base }: Sides,
): ReadonlyMap<ReportFinding, ReportFinding> {
  const free = Map.groupBy(
    left.filter((finding) => isOnlyOn(finding, base, head)),
    (finding) => packageOfFinding(finding, base.dependencies),
  );
  const moved = new Map<ReportFinding, ReportFinding>();
  const taken = new Set<ReportFinding>();
  for (const finding of fresh) {
    const there = free.get(packageOfFinding(finding, head.dependencies));
    if (there === undefined || !isOnlyOn(finding, head, base)) continue;
    const origin = sharing(finding, there).find((one) => !taken.has(one));
    if (origin === undefined) continue;
    moved.set(finding, origin);
    taken.add(origin);
  }
  return moved;
}

/** Every file that names its dependency is there on one side and not on the other. */
function isOnlyOn({ dependency }: ReportFinding, side: Side, other: Side): boolean {
  const origins = side.dependencies.get(dependency)?.origins ?? [];
  return origins.length > 0 && origins.every(({ path }) => !other.paths.has(path));
}

const ABSENT = { isExploitedSince: false, isWidened: false, wasExcused: false, movedFrom: null } as const;

function newFinding(finding: ReportFinding, sides: Sides): ComparedFinding {
  const before = formerDependencies(finding, sides);
  return {
    dependency: finding.dependency,
    id: finding.id,
    state: "new",
    cause: causeOf(finding, before, sides),
    from: versionsOf(before),
    ...ABSENT,
  };
}

function formerDependencies(
  { project, package: name, dependency }: ReportFinding,
  { head, base, pairs }: Sides,
): readonly ReportDependency[] {
  const own = head.dependencies.get(dependency);
  const packaged = own === undefined ? name : packageOf(own, head.dependencies);
  const former = pairs.get(project);
  return former === undefined ? [] : (base.byPlace.get(placeOf(former, packaged)) ?? []);
}

function causeOf(
  finding: ReportFinding,
  before: readonly ReportDependency[],
  sides: Sides,
): ComparedFinding["cause"] {
  if (isUnaudited(finding, before, sides)) return "unproved";
  if (sides.isSameData) return "introduced";
  const ids = idsOf(finding);
  const wasAffected = before.some(({ name, version }) => {
    if (isSameVersion(version, finding.version)) return true;
    const reached = version === null ? null : sides.reaching(name, version);
    return reached !== null && ids.some((id) => reached.has(id));
  });
  return wasAffected ? "disclosed" : "introduced";
}

/** Nothing is known of the package in the base: it had no data, no version, or its file could not be read. */
function isUnaudited(
  { project, dependency, package: name }: ReportFinding,
  before: readonly ReportDependency[],
  { head, base, pairs }: Sides,
): boolean {
  if (base.report.database === null) return true;
  if (before.some(({ version }) => version !== null)) return false;
  const origins = head.dependencies.get(dependency)?.origins ?? [];
  const places = [placeOf(pairs.get(project) ?? null, name), ...origins.map(({ path }) => path)];
  return places.some((place) => base.unaudited.has(place));
}

function keptFinding(
  finding: ReportFinding,
  known: readonly ReportFinding[],
  origin: ReportFinding | null,
  { head, base }: Sides,
): ComparedFinding {
  const dependencies = known.flatMap(({ dependency }) => base.dependencies.get(dependency) ?? []);
  const excused = known.every(({ verdict }) => EXCUSES.has(verdict.status));
  return {
    dependency: finding.dependency,
    id: finding.id,
    state: "kept",
    cause: null,
    from: versionsOf(dependencies),
    movedFrom: origin === null ? null : (base.projects.get(origin.project)?.root ?? null),
    isExploitedSince: finding.exploited !== null && known.every(({ exploited }) => exploited === null),
    isWidened:
      dependencies.length > 0 &&
      !dependencies.some(isMain) &&
      isMain(head.dependencies.get(finding.dependency)),
    wasExcused: excused,
  };
}

const EXCUSES: ReadonlySet<string> = new Set(["waived", "not-affected"]);

function isMain(dependency: ReportDependency | undefined): boolean {
  return dependency === undefined || dependency.scopes.includes("main");
}

function goneFinding(finding: ReportFinding, sides: Sides): GoneFinding {
  const { id, aliases, kind, package: name, version, project, title, url, severity } = finding;
  const packaged = packageOfFinding(finding, sides.base.dependencies);
  const after = sides.head.byPlace.get(placeOf(sides.formers.get(project) ?? null, packaged)) ?? [];
  return {
    id,
    aliases,
    kind,
    package: name,
    version,
    project: sides.base.projects.get(project)?.root ?? "",
    title,
    url,
    severity,
    cause: wayOut(finding, after, sides),
    to: versionsOf(after),
  };
}

function wayOut(
  { version, package: name, dependency, project }: ReportFinding,
  after: readonly ReportDependency[],
  { head, base, formers }: Sides,
): GoneFinding["cause"] {
  if (head.report.database === null) return "not-audited";
  const origins = base.dependencies.get(dependency)?.origins ?? [];
  const places = [placeOf(formers.get(project) ?? null, name), ...origins.map(({ path }) => path)];
  if (places.some((place) => head.unaudited.has(place))) return "not-audited";
  if (after.length === 0) return "removed";
  return after.some((one) => isSameVersion(one.version, version)) ? "withdrawn" : "changed";
}
