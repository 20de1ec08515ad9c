import { isPublicFeed, type Problem, type ReportFinding } from "../model/index.ts";
import { judge, type Judged, type Policy } from "../policy/index.ts";
import type { ProjectDependency } from "../inventory/merge-sources.ts";
import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import type { AuditedProject, FoundProblem } from "./audited-project.ts";
import { carrierOf, fingerprint } from "./fingerprint.ts";
import { byPackageVersionId } from "./order.ts";

/** Every finding of every project, judged, by package, version and id. */
export function findingsOf(
  projects: readonly AuditedProject[],
  policy: Policy,
  database: OpenedDatabase,
): readonly ReportFinding[] {
  const lazily = { fingerprint: lazyFingerprint(projects), description: lazyDescription(database) };
  const findings = projects.flatMap((project) => {
    const settings = { project, policy: project.policy?.policy ?? policy, database, lazily };
    return project.problems.map((found) => new AssembledFinding(found, settings));
  });
  return findings.toSorted(byPackageVersionId);
}

/**
 * The fingerprint, made when it is read: the report for people never shows it, and a hash costs more than all the rest of a finding.
 * One getter for all findings of a report.
 */
function lazyFingerprint(projects: readonly AuditedProject[]): PropertyDescriptor {
  let dependencies: ReadonlyMap<string, readonly [ProjectDependency, AuditedProject]> | null = null;
  return {
    enumerable: true,
    configurable: true,
    get(this: ReportFinding) {
      dependencies ??= new Map(
        projects.flatMap((project) =>
          project.problems.map(({ dependency }) => [dependency.ref, [dependency, project]]),
        ),
      );
      const found = dependencies.get(this.dependency);
      if (found === undefined) throw new Error(`no problem is of ${this.dependency}`);
      const [dependency, project] = found;
      const { name, source, embeddedIn, basis } = dependency;
      const place = project.display(project.path);
      // What a range admits is another finding than what is there.
      const claim = basis === "admitted" ? [basis] : [];
      return fingerprint([place, name, source.type, stableId(this), ...carrierOf(embeddedIn), ...claim]);
    },
  };
}

/** Read when a reporter shows it, for the same reason: in a stored database that takes unpacking. */
function lazyDescription(database: OpenedDatabase): PropertyDescriptor {
  const hasTexts = database.index?.info.hasTexts === true;
  if (!hasTexts) return { enumerable: true, configurable: true, value: null };
  return {
    enumerable: true,
    configurable: true,
    get(this: ReportFinding) {
      return descriptionOf(this, database);
    },
  };
}

interface FindingSettings {
  readonly project: AuditedProject;
  readonly policy: Policy;
  readonly database: OpenedDatabase;
  readonly lazily: { readonly fingerprint: PropertyDescriptor; readonly description: PropertyDescriptor };
}

/**
 * A class, because V8 gives one shape to all that a constructor makes. Of a literal with a getter in it, it makes a dictionary
 * each, which took a tenth of the time of an audit with thousands of findings.
 */
class AssembledFinding implements ReportFinding {
  declare readonly fingerprint: ReportFinding["fingerprint"];
  declare readonly id: ReportFinding["id"];
  declare readonly aliases: ReportFinding["aliases"];
  declare readonly project: ReportFinding["project"];
  declare readonly dependency: ReportFinding["dependency"];
  declare readonly package: ReportFinding["package"];
  declare readonly version: ReportFinding["version"];
  declare readonly kind: ReportFinding["kind"];
  declare readonly title: ReportFinding["title"];
  declare readonly description: ReportFinding["description"];
  declare readonly url: ReportFinding["url"];
  declare readonly severity: ReportFinding["severity"];
  declare readonly disclosed: ReportFinding["disclosed"];
  declare readonly imported: ReportFinding["imported"];
  declare readonly modified: ReportFinding["modified"];
  declare readonly confidence: ReportFinding["confidence"];
  declare readonly records: ReportFinding["records"];
  declare readonly fixedIn: ReportFinding["fixedIn"];
  declare readonly fix: ReportFinding["fix"];
  declare readonly exploited: ReportFinding["exploited"];
  declare readonly epss: ReportFinding["epss"];
  declare readonly evidence: ReportFinding["evidence"];
  declare readonly targets: ReportFinding["targets"];
  declare readonly verdict: ReportFinding["verdict"];

  constructor(found: FoundProblem, { project, policy, database, lazily }: FindingSettings) {
    const { dependency, problem, targets } = found;
    Object.defineProperty(this, "fingerprint", lazily.fingerprint);
    this.id = problem.id;
    this.aliases = problem.aliases;
    this.project = project.id;
    this.dependency = dependency.ref;
    this.package = dependency.name;
    this.version = dependency.version ?? "";
    this.kind = problem.kind;
    this.title = problem.title;
    Object.defineProperty(this, "description", lazily.description);
    this.url = urlOf(problem, database);
    this.severity = problem.severity;
    this.disclosed = problem.disclosed;
    this.imported = problem.imported;
    this.modified = problem.modified;
    this.confidence = problem.confidence;
    this.records = problem.records;
    this.fixedIn = problem.fixedIn;
    this.fix = problem.fix;
    this.exploited = problem.exploited;
    this.epss = epssOf(problem, database);
    this.evidence = NOT_CHECKED;
    this.targets = targets;
    this.verdict = judge(judgedWith(found, hasHashOfRecord(found, database)), policy);
  }
}

const NOT_CHECKED: ReportFinding["evidence"] = { level: "not-checked", trace: [] };

/** With the day whose scores the database holds: a score without its day says little. */
function epssOf({ epss }: Problem, { index }: OpenedDatabase): ReportFinding["epss"] {
  const date = index?.info.signals.epss?.date;
  return epss === null || date === undefined ? null : { ...epss, date };
}

/** What the policy looks at. */
export function judgedOf(found: FoundProblem): Judged {
  return judgedWith(found, false);
}

function judgedWith(
  { dependency, problem, statements, admittedBy }: FoundProblem,
  isNamedByHash: boolean,
): Judged {
  const { id, aliases, kind, severity, confidence, exploited, epss, fix, records } = problem;
  const { scopes, systemPackage } = dependency;
  return {
    id,
    aliases,
    kind,
    severity,
    confidence,
    exploited,
    epss,
    fix,
    records,
    scopes,
    systemPackage,
    statements,
    admittedBy,
    dependency,
    hasHashOfRecord: isNamedByHash,
  };
}

/** Nobody but its team knows a record of its own: its first reference is its page, where it has one. */
function urlOf({ id, url, records }: Problem, { index }: OpenedDatabase): string {
  if (records.every((record) => record.id !== id || isPublicFeed(record.feed))) return url;
  return index?.details(id)?.references[0]?.url ?? url;
}

/** Details are read for malware alone: a hash of a vulnerable file says nothing. */
function hasHashOfRecord({ dependency, problem }: FoundProblem, { index }: OpenedDatabase): boolean {
  if (problem.kind !== "malware" || index === null) return false;
  const locked = new Set(dependency.hashes.map((hash) => hash.replace(/^sha256:/, "").toLowerCase()));
  return problem.records.some(
    ({ id }) => index.details(id)?.hashes?.some((hash) => locked.has(hash)) === true,
  );
}

/** The first that a record of the group has; the embedded snapshot has none, and is not asked. */
function descriptionOf({ records }: Pick<Problem, "records">, { index }: OpenedDatabase): string | null {
  for (const { id } of records) {
    const description = index?.details(id)?.description;
    if (description) return description;
  }
  return null;
}

/**
 * Lowest CVE, else GHSA, else the id: it stays when records of other suppliers arrive. The ids of a problem are in their
 * order already.
 */
function stableId({ id, aliases }: Pick<Problem, "id" | "aliases">): string {
  const first = (prefix: string): string | undefined =>
    id.startsWith(prefix) ? id : aliases.find((alias) => alias.startsWith(prefix));
  return first("CVE-") ?? first("GHSA-") ?? id;
}
