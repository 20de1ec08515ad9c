import {
  compareText,
  type Report,
  type ReportDependency,
  type ReportFinding,
  type SeverityLevel,
  type Upgrade,
  type VerdictStatus,
} from "../../model/index.ts";

/** A release as it is installed. */
export interface Carrier {
  readonly package: string;
  readonly version: string;
}

/** The findings of one dependency, worst first. */
export interface Group {
  /** Null where a report names a dependency that it does not list. */
  readonly dependency: ReportDependency | null;
  readonly package: string;
  readonly version: string;
  /** Root of its project, where the report has several; else null. */
  readonly project: string | null;
  /** Of an image: its layers from the lowest up; else none. */
  readonly layers: readonly string[];
  readonly upgrade: Upgrade | null;
  /** Of a copy inside of another release: the outermost one, which can be upgraded. Null for an ordinary dependency. */
  readonly carrier: Carrier | null;
  readonly findings: readonly [ReportFinding, ...ReportFinding[]];
}

/** Worst first. What nobody has rated may be as bad as anything, so it stands before what is known to be low. */
export const SEVERITIES: readonly SeverityLevel[] = ["critical", "high", "medium", "unknown", "low", "none"];

/** What needs action first. */
export const VERDICTS: readonly VerdictStatus[] = [
  "fail",
  "review",
  "below-threshold",
  "baseline",
  "waived",
  "not-affected",
];

/** The findings by dependency, the dependency with the worst finding first: by rank, likelihood and score, ties by name. */
export function groupFindings(report: Report): readonly Group[] {
  const dependencies = new Map(report.dependencies.map((dependency) => [dependency.ref, dependency]));
  const isOne = report.projects.length < 2;
  const roots = new Map(report.projects.map(({ id, root }) => [id, root]));
  const layers = new Map(report.projects.map(({ id, image }) => [id, image?.layers ?? []]));
  const upgrades = new Map(report.upgrades.map((upgrade) => [upgrade.dependency, upgrade]));
  const groups = [...Map.groupBy(report.findings, ({ dependency }) => dependency)].flatMap(
    ([ref, members]) => {
      const [worst, ...others] = members.toSorted(byUrgency);
      if (worst === undefined) return [];
      return [
        {
          dependency: dependencies.get(ref) ?? null,
          package: worst.package,
          version: worst.version,
          project: isOne ? null : (roots.get(worst.project) ?? null),
          layers: layers.get(worst.project) ?? [],
          upgrade: upgrades.get(ref) ?? null,
          carrier: carrierOf(ref, dependencies),
          findings: [worst, ...others] as const,
        },
      ];
    },
  );
  return groups.toSorted(
    (a, b) =>
      byWeight(a.findings[0], b.findings[0]) ||
      compareText(a.package, b.package) ||
      compareText(a.version, b.version),
  );
}

/** Wheels in wheels are few deep; a report that says more is not followed. */
const MOST_NESTED = 8;

function carrierOf(ref: string, dependencies: ReadonlyMap<string, ReportDependency>): Carrier | null {
  let found: ReportDependency | undefined;
  let at = dependencies.get(ref)?.embeddedIn ?? null;
  for (let depth = 0; at !== null && depth < MOST_NESTED; depth++) {
    found = dependencies.get(at);
    at = found?.embeddedIn ?? null;
  }
  return found === undefined ? null : { package: found.name, version: found.version ?? "" };
}

/** By weight, then the newest, which is the least likely to be known already. */
function byUrgency(a: ReportFinding, b: ReportFinding): number {
  return byWeight(a, b) || compareText(b.disclosed ?? "", a.disclosed ?? "") || compareText(a.id, b.id);
}

/** By rank; of equals by EPSS, for it says what is likely to happen, then by score, which says how bad that would be. */
function byWeight(a: ReportFinding, b: ReportFinding): number {
  return (
    rank(a) - rank(b) ||
    (b.epss?.probability ?? 0) - (a.epss?.probability ?? 0) ||
    (b.severity.score ?? 0) - (a.severity.score ?? 0)
  );
}

/**
 * The lower the more urgent: what fails before what does not, then malware, then what is known to be exploited, then severity.
 * So a long list that is cut never hides the finding that matters behind one that was waived.
 */
function rank(finding: ReportFinding): number {
  const verdict = VERDICTS.indexOf(finding.verdict.status);
  const kind = finding.kind === "malware" || finding.kind === "quarantined" ? 0 : 1;
  const exploited = finding.exploited === null ? 1 : 0;
  return verdict * 1000 + kind * 100 + exploited * 10 + SEVERITIES.indexOf(finding.severity.level);
}
