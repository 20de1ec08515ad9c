import {
  compareText,
  type ComparedFinding,
  type Comparison,
  type ComparisonBase,
  type DependencyChange,
  type GoneFinding,
  type Report,
  type ReportFinding,
  type ReportGap,
} from "../../model/index.ts";
import { counted, countBy, day, listed } from "./wording.ts";

/** The findings of a report by what a change did to them. Each is in one part. */
export interface Change {
  readonly comparison: Comparison;
  /** By `keyOf`. */
  readonly states: ReadonlyMap<string, ComparedFinding>;
  /** What the change brings, or may bring. */
  readonly brought: readonly ReportFinding[];
  /** What came to be known of dependencies that did not change. */
  readonly disclosed: readonly ReportFinding[];
  /** Likewise, of flaws that were disclosed before: their records came late. */
  readonly backfilled: readonly ReportFinding[];
  /** What the base has and what fails all the same. */
  readonly rearmed: readonly ReportFinding[];
  readonly kept: readonly ReportFinding[];
  /** What the change or the data mended. */
  readonly gone: readonly GoneFinding[];
  /** What is no longer found only because it could not be audited. */
  readonly lost: readonly GoneFinding[];
  /** Those that the change brings, or that may hide what it brings. */
  readonly newGaps: readonly ReportGap[];
  /** Gaps that are no surprise and those that the base has, too. */
  readonly otherGaps: readonly ReportGap[];
}

/** Null: the report was compared with nothing. */
export function changeOf({ findings, gaps, comparison }: Report): Change | null {
  if (comparison === null) return null;
  const states = new Map(comparison.findings.map((compared) => [keyOf(compared), compared]));
  const parts = Map.groupBy(findings, (finding) => partOf(finding, states.get(keyOf(finding))));
  const fresh = new Set([...comparison.gaps.new, ...comparison.gaps.changed]);
  const isNew = ({ fingerprint, expected }: ReportGap): boolean => !expected && fresh.has(fingerprint);
  return {
    comparison,
    states,
    brought: parts.get("brought") ?? [],
    disclosed: parts.get("disclosed") ?? [],
    backfilled: parts.get("backfilled") ?? [],
    rearmed: parts.get("rearmed") ?? [],
    kept: parts.get("kept") ?? [],
    gone: comparison.gone.filter(({ cause }) => cause !== "not-audited"),
    lost: comparison.gone.filter(({ cause }) => cause === "not-audited"),
    newGaps: gaps.filter(isNew),
    otherGaps: gaps.filter((gap) => !isNew(gap)),
  };
}

/** What names a finding in its report. */
export function keyOf({ dependency, id }: Pick<ReportFinding, "dependency" | "id">): string {
  return `${dependency}\n${id}`;
}

/** What a report does not say of a finding is as if the change brought it. */
function partOf(finding: ReportFinding, compared: ComparedFinding | undefined) {
  if (compared === undefined || compared.state === "new")
    return compared?.cause === "disclosed" || compared?.cause === "backfilled" ? compared.cause : "brought";
  return finding.verdict.status === "fail" ? "rearmed" : "kept";
}

/** `main, where the change left it (commit 0123456789ab)`, `before.json of 2026-11-24`. */
export function baseText({ kind, name, commit, isMergeBase, generatedAt }: ComparisonBase): string {
  if (kind === "report") return `${name} of ${day(generatedAt)}`;
  const id = (commit ?? "").slice(0, 12);
  return isMergeBase ? `${name}, where the change left it (commit ${id})` : `${name} (commit ${id})`;
}

/** `1 new, 2 still there, 3 gone`: what is no longer audited is not called gone. */
export function countsText({ counts }: Comparison): string {
  return [
    `${counts.new} new`,
    ...(counts.disclosed === 0 ? [] : [`${counts.disclosed} disclosed since`]),
    ...(counts.backfilled === 0 ? [] : [`${counts.backfilled} new in the data`]),
    `${counts.kept} still there`,
    `${counts.gone} gone`,
    ...(counts.unaudited === 0 ? [] : [`${counts.unaudited} no longer audited`]),
  ].join(", ");
}

/** `1.0`, `1.0 and 2.0`; a version that is not given has no text of its own. */
function versionsText(versions: readonly (string | null)[]): string {
  return listed(versions.map((version) => version ?? "no version"));
}

/** What became of it: `1.1 → 1.3`, `1.1, removed`. */
export function endText({ version, cause, to }: GoneFinding): string {
  switch (cause) {
    case "changed":
      return `${version} → ${versionsText(to)}`;
    case "removed":
      return `${version}, removed`;
    case "withdrawn":
      return `${version}, no longer called affected by the data`;
    case "not-audited":
      return `${version}, not audited now`;
    default:
      return cause satisfies never;
  }
}

/** What the dependency of these findings was before; null where it is the same, or where the report does not say. */
export function beforeText({ states }: Change, [first]: readonly ReportFinding[]): string | null {
  const compared = first === undefined ? undefined : states.get(keyOf(first));
  if (compared === undefined) return null;
  if (compared.cause === "unproved") return "the base could not be audited there: it may be known already";
  const isSame = compared.from.length === 1 && compared.from[0] === first?.version;
  if (isSame) return null;
  return compared.from.length === 0 ? "it was not there" : `it was ${versionsText(compared.from)}`;
}

/** `1.4`, `1.1 → 1.3`: what was added or removed, or from what to what. */
export function movementText({ from, to }: DependencyChange): string {
  return [from, to]
    .filter((versions) => versions.length > 0)
    .map(versionsText)
    .join(" → ");
}

/** How a dependency comes in and, where there are several projects, where: `by wall, in services/api`. */
export function circumstancesText({ direct, path, project }: DependencyChange, isOne: boolean): string {
  const way = direct || path.length < 2 ? [] : [`by ${path.slice(0, -1).join(" → ")}`];
  return [...way, ...(isOne ? [] : [`in ${project}`])].join(", ");
}

/** `1 added, 2 upgraded`. */
export function changesText(changes: readonly DependencyChange[]): string {
  const kinds = ["added", "removed", "upgraded", "downgraded", "changed"] as const;
  const counts = countBy(changes, ({ kind }) => kind, kinds);
  return counts.map(([kind, count]) => `${count} ${kind}`).join(", ");
}

/** Findings that were of one release, in the order of the report. */
export function goneByRelease(gone: readonly GoneFinding[]): readonly (readonly GoneFinding[])[] {
  const groups = Map.groupBy(gone, (finding) =>
    JSON.stringify([finding.project, finding.package, finding.version, finding.cause]),
  );
  return [...groups.values()].toSorted((a, b) => compareText(a[0]?.project ?? "", b[0]?.project ?? ""));
}

/** What is left unsaid of gaps: `2 gaps are as in the base, 1 is gone`. */
export function gapsText({ comparison, otherGaps }: Change): string | null {
  const surprises = otherGaps.filter(({ expected }) => !expected).length;
  const gone = comparison.gaps.gone.length;
  const said = [
    ...(surprises === 0
      ? []
      : [`${counted(surprises, "gap")} as in the base: what lies behind is not compared`]),
    ...(gone === 0 ? [] : [`${counted(gone, "gap")} of the base ${gone === 1 ? "is" : "are"} gone`]),
    ...(comparison.base.gaps === 0 || surprises > 0
      ? []
      : [
          `the base has ${counted(comparison.base.gaps, "gap")}: what lies behind is not known to have been there`,
        ]),
  ];
  return said.length === 0 ? null : said.join("; ");
}
