import type { GoneFinding, Report, ReportFinding, ReportGap } from "../../model/index.ts";
import {
  baseText,
  beforeText,
  changesText,
  circumstancesText,
  countsText,
  endText,
  gapsText,
  goneByRelease,
  movementText,
  type Change,
} from "../shared/change.ts";
import { groupFindings, SEVERITIES, type Group } from "../shared/group-findings.ts";
import { countBy, counted, listed, thousands } from "../shared/wording.ts";
import { escape } from "../shared/escape-markdown.ts";

/** Changes of dependencies and packages that are listed; what is cut is said. */
const LISTED = 50;

/** The parts of a page about a change, without its notes and its foot. */
export interface ChangePage {
  readonly head: string;
  /** In their order; from the end of them is cut where a page becomes too long. */
  readonly parts: readonly string[];
  readonly gaps: string;
}

/** How the page of an audit shows these. */
export interface Shown {
  readonly status: string;
  groupOf(group: Group): string;
  gapsOf(gaps: readonly ReportGap[]): string;
}

/** The parts of the page for a pull request: what the change brings in full, what is still there in a line. */
export function changePage(report: Report, change: Change, shown: Shown): ChangePage {
  const { comparison, brought, disclosed, backfilled, rearmed, kept, gone, lost, newGaps } = change;
  const audited = `${thousands(report.coverage.audited)} of ${counted(report.coverage.asked, "dependency", "dependencies")} audited`;
  const said = gapsText(change);
  const groupsOf = (title: string, findings: readonly ReportFinding[]): readonly string[] => {
    const groups = groupFindings({ ...report, findings }).map((group) => {
      const before = beforeText(change, group.findings);
      return before === null ? shown.groupOf(group) : `${shown.groupOf(group)}\n\n${escape(before)}`;
    });
    return groups.length === 0 ? [] : [`#### ${title}: ${counted(findings.length, "finding")}`, ...groups];
  };
  return {
    head: `### pyward: ${shown.status}\n\n${countsText(comparison)} since ${escape(baseText(comparison.base))}; ${audited}.`,
    parts: [
      ...groupsOf("New", brought),
      ...groupsOf("Disclosed since, of what did not change", disclosed),
      ...groupsOf("New in the data, disclosed before, of what did not change", backfilled),
      ...groupsOf("Still there, and no longer excused", rearmed),
      ...listOf("No longer audited, so not known to be gone", goneLines(lost), lost.length),
      ...listOf("Gone", goneLines(gone), gone.length),
      ...listOf("Still there", keptLines(report, kept), kept.length),
      ...dependencyPart(report, change),
    ],
    gaps: [shown.gapsOf(newGaps), said === null ? "" : escape(said)]
      .filter((part) => part !== "")
      .join("\n\n"),
  };
}

function listOf(title: string, lines: readonly string[], count: number): readonly string[] {
  if (lines.length === 0) return [];
  return [[`#### ${title}: ${counted(count, "finding")}`, "", ...cut(lines)].join("\n")];
}

function cut(lines: readonly string[]): readonly string[] {
  const left = lines.length - LISTED;
  if (left <= 1) return lines;
  return [...lines.slice(0, LISTED), `- … and ${thousands(left)} more`];
}

function goneLines(gone: readonly GoneFinding[]): readonly string[] {
  return goneByRelease(gone).flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    const ids = listed(together.map(({ id }) => id));
    return [`- ${escape(`${first.package} ${endText(first)}`)} · ${escape(ids)}`];
  });
}

function keptLines(report: Report, findings: readonly ReportFinding[]): readonly string[] {
  return groupFindings({ ...report, findings }).map((group) => {
    const levels = countBy(group.findings, ({ severity }) => severity.level, SEVERITIES);
    const counts = levels.map(([level, count]) => `${thousands(count)} ${level}`);
    const place = group.project === null ? [] : [escape(group.project)];
    return `- ${[escape(`${group.package} ${group.version}`), ...place, ...counts].join(" · ")}`;
  });
}

function dependencyPart({ projects }: Report, { comparison }: Change): readonly string[] {
  const { dependencies } = comparison;
  if (dependencies.length === 0) return [];
  const lines = dependencies.map((dependency) => {
    const said = circumstancesText(dependency, projects.length < 2);
    const what = `${dependency.name} ${movementText(dependency)}`;
    return `- **${dependency.kind}** ${escape(what)}${said === "" ? "" : ` · ${escape(said)}`}`;
  });
  return [[`#### Dependencies: ${changesText(dependencies)}`, "", ...cut(lines)].join("\n")];
}
