import { isPublicFeed, type Problem, type ReportFinding } from "../model/index.ts";
import { judge, type Judged, type Policy } from "../policy/index.ts";
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
  const findings = projects.flatMap((project) =>
    project.problems.map((found) => findingOf(project, found, project.policy?.policy ?? policy, database)),
  );
  return findings.toSorted(byPackageVersionId);
}

function findingOf(
  project: AuditedProject,
  found: FoundProblem,
  policy: Policy,
  database: OpenedDatabase,
): ReportFinding {
  const { dependency, problem, targets } = found;
  let description: string | null | undefined;
  return {
    // Made when it is read: the report for people never shows it, and a hash costs more than all the rest of a finding.
    get fingerprint() {
      const place = project.display(project.path);
      const { name, source, embeddedIn, basis } = dependency;
      // What a range admits is another finding than what is there.
      const claim = basis === "admitted" ? [basis] : [];
      return fingerprint([place, name, source.type, stableId(problem), ...carrierOf(embeddedIn), ...claim]);
    },
    id: problem.id,
    aliases: problem.aliases,
    project: project.id,
    dependency: dependency.ref,
    package: dependency.name,
    version: dependency.version ?? "",
    kind: problem.kind,
    title: problem.title,
    // Read when a reporter shows it, for the same reason: in a stored database that takes unpacking.
    get description() {
      if (description === undefined) description = descriptionOf(problem, database);
      return description;
    },
    url: urlOf(problem, database),
    severity: problem.severity,
    disclosed: problem.disclosed,
    imported: problem.imported,
    modified: problem.modified,
    confidence: problem.confidence,
    records: problem.records,
    fixedIn: problem.fixedIn,
    fix: problem.fix,
    exploited: problem.exploited,
    epss: epssOf(problem, database),
    evidence: { level: "not-checked", trace: [] },
    targets,
    verdict: judge({ ...judgedOf(found), hasHashOfRecord: hasHashOfRecord(found, database) }, policy),
  };
}

/** With the day whose scores the database holds: a score without its day says little. */
function epssOf({ epss }: Problem, { index }: OpenedDatabase): ReportFinding["epss"] {
  const date = index?.info.signals.epss?.date;
  return epss === null || date === undefined ? null : { ...epss, date };
}

/** What the policy looks at. */
export function judgedOf({ dependency, problem, statements, admittedBy }: FoundProblem): Judged {
  const { scopes, systemPackage } = dependency;
  return { ...problem, scopes, systemPackage, statements, admittedBy, dependency };
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
function descriptionOf({ records }: Problem, { index }: OpenedDatabase): string | null {
  if (index === null || !index.info.hasTexts) return null;
  for (const { id } of records) {
    const description = index.details(id)?.description;
    if (description) return description;
  }
  return null;
}

/**
 * Lowest CVE, else GHSA, else the id: it stays when records of other suppliers arrive. The ids of a problem are in their
 * order already.
 */
function stableId({ id, aliases }: Problem): string {
  const first = (prefix: string): string | undefined =>
    id.startsWith(prefix) ? id : aliases.find((alias) => alias.startsWith(prefix));
  return first("CVE-") ?? first("GHSA-") ?? id;
}
