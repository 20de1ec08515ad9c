import { foldAdvisoryId } from "../match/index.ts";
import type {
  ComparedFinding,
  GoneFinding,
  Report,
  ReportDependency,
  ReportFinding,
} from "../model/index.ts";
import { findingKeys, packageOfFinding, placeOf, type Side } from "./side.ts";
import { isSameVersion, versionsOf } from "./versions.ts";

/** Both reports, and what is known of how they belong together. */
export interface Sides {
  readonly head: Side;
  readonly base: Side;
  /** Places of the head → what they were in the base, and the other way round. */
  readonly places: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
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
  const matched = new Set<string>();
  const findings = head.report.findings.map((finding) => {
    const former = sides.places.get(placeOfFinding(finding, head)) ?? null;
    const keys = former === null ? [] : findingKeys(finding, former).filter((key) => base.findings.has(key));
    keys.forEach((key) => matched.add(key));
    const known = new Set(keys.flatMap((key) => base.findings.get(key) ?? []));
    return known.size === 0 ? newFinding(finding, former, sides) : keptFinding(finding, [...known], sides);
  });
  const gone = base.report.findings.filter(
    (finding) => !findingKeys(finding, placeOfFinding(finding, base)).some((key) => matched.has(key)),
  );
  return { findings, gone: gone.map((finding) => goneFinding(finding, sides)) };
}

function placeOfFinding(finding: ReportFinding, { dependencies }: Side): string {
  return placeOf(finding.project, packageOfFinding(finding, dependencies));
}

const ABSENT = { isExploitedSince: false, isWidened: false, wasExcused: false } as const;

function newFinding(finding: ReportFinding, former: string | null, sides: Sides): ComparedFinding {
  const before = former === null ? [] : (sides.base.byPlace.get(former) ?? []);
  return {
    dependency: finding.dependency,
    id: finding.id,
    state: "new",
    cause: causeOf(finding, before, sides),
    from: versionsOf(before),
    ...ABSENT,
  };
}

function causeOf(
  finding: ReportFinding,
  before: readonly ReportDependency[],
  sides: Sides,
): ComparedFinding["cause"] {
  if (isUnaudited(finding, before, sides)) return "unproved";
  if (sides.isSameData) return "introduced";
  const ids = [finding.id, ...finding.aliases].map(foldAdvisoryId);
  const wasAffected = before.some(({ name, version }) => {
    if (isSameVersion(version, finding.version)) return true;
    const reached = version === null ? null : sides.reaching(name, version);
    return reached !== null && ids.some((id) => reached.has(id));
  });
  if (!wasAffected) return "introduced";
  return isBackfill(finding, sides.base.report) ? "backfilled" : "disclosed";
}

/**
 * The record is new to the data, the flaw is not: by `disclosed`, the earliest over its records and CVE ids, for the day on which
 * a record was published or imported may be years after.
 */
function isBackfill({ disclosed }: ReportFinding, { database }: Report): boolean {
  return disclosed !== null && database !== null && disclosed <= database.modified;
}

/** Nothing is known of the package in the base: it had no data, no version, or its file could not be read. */
function isUnaudited(
  { dependency, package: name }: ReportFinding,
  before: readonly ReportDependency[],
  { head, base }: Sides,
): boolean {
  if (base.report.database === null) return true;
  if (before.some(({ version }) => version !== null)) return false;
  const origins = head.dependencies.get(dependency)?.origins ?? [];
  const places = before.map(({ project }) => placeOf(project, name));
  return [...places, ...origins.map(({ path }) => path)].some((place) => base.unaudited.has(place));
}

function keptFinding(
  finding: ReportFinding,
  known: readonly ReportFinding[],
  { head, base }: Sides,
): ComparedFinding {
  const dependencies = known.flatMap(({ dependency }) => base.dependencies.get(dependency) ?? []);
  const now = head.dependencies.get(finding.dependency);
  return {
    dependency: finding.dependency,
    id: finding.id,
    state: "kept",
    cause: null,
    from: versionsOf(dependencies),
    isExploitedSince: finding.exploited !== null && known.every(({ exploited }) => exploited === null),
    isWidened: now !== undefined && isMain(now) && dependencies.length > 0 && !dependencies.some(isMain),
    wasExcused: known.every(({ verdict }) => EXCUSES.has(verdict.status) || verdict.rule === "only-fixable"),
  };
}

const EXCUSES: ReadonlySet<string> = new Set(["waived", "not-affected"]);

function isMain({ scopes }: ReportDependency): boolean {
  return scopes.includes("main");
}

function goneFinding(finding: ReportFinding, sides: Sides): GoneFinding {
  const { id, aliases, kind, package: name, version, project, title, url, severity } = finding;
  const now = sides.after.get(placeOfFinding(finding, sides.base));
  const after = now === undefined ? [] : (sides.head.byPlace.get(now) ?? []);
  return {
    fingerprint: finding.fingerprint,
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
  { version, package: name, dependency }: ReportFinding,
  after: readonly ReportDependency[],
  { head, base }: Sides,
): GoneFinding["cause"] {
  if (head.report.database === null) return "not-audited";
  const origins = base.dependencies.get(dependency)?.origins ?? [];
  const places = after.map(({ project }) => placeOf(project, name));
  const isInTheWay = (place: string): boolean => head.unaudited.has(place);
  if ([...places, ...origins.map(({ path }) => path)].some(isInTheWay)) return "not-audited";
  if (after.length === 0) return "removed";
  return after.some((one) => isSameVersion(one.version, version)) ? "withdrawn" : "changed";
}
