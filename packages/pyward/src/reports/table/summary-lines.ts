import type { Report, ReportFinding, Status } from "../../model/index.ts";
import type { View } from "../shared/reporter.ts";
import { levelPiece } from "./finding-cells.ts";
import { SEVERITIES, VERDICTS } from "../shared/group-findings.ts";
import { blank, lineWidth, type Line, type Piece, piece } from "./pieces.ts";
import { asOfText, headlineOf, isAdmitted, ORIGIN, VERDICT_WORDS } from "../shared/headline.ts";
import { countBy, counted, day, listed, thousands } from "../shared/wording.ts";
import { flow, hang } from "./wrap.ts";

/** Files that are named in the summary unless all are asked for. */
const FILES_NAMED = 3;

/** The status as the summary's label. */
export const STATUS: Readonly<Record<Status, Piece>> = {
  pass: piece("PASS", "green"),
  fail: piece("FAIL", "alarm"),
  incomplete: piece("INCOMPLETE", "yellow"),
};

const NEWER = "`pyward db update` brings newer ones";
const NO_DATABASE = "no usable advisory database: `pyward db import FILE` brings one";

/** Each status in words, and the exit code that belongs to it. */
const OUTCOME: Readonly<Record<Status, readonly [code: number, words: string]>> = {
  pass: [0, "everything asked for was audited, nothing fails the policy"],
  fail: [1, "at least one finding fails the policy"],
  incomplete: [3, "something asked for could not be audited, so this is no all-clear"],
};

/** Parts of a sentence or of a list, with a dot between them. */
type Items = readonly Line[];

/** How it stands, in the last lines, where a terminal's reader looks first. */
export function summaryLines(report: Report, view: View): readonly Line[] {
  const label = STATUS[report.status];
  const first = [label, blank(2)];
  const room = Math.max(1, view.width - lineWidth(first));
  const statements: readonly Items[] = [
    [headline(report)],
    ...countItems(report.findings),
    checkedItems(report, view),
    databaseItems(report),
    ...outcomeItems(report),
  ];
  return hang(
    first,
    statements.flatMap((items) => flow(items, room)),
  );
}

/** It goes on behind the status, so it begins small. */
function headline(report: Report): Line {
  const text = headlineOf(report);
  return [piece(text.charAt(0).toLowerCase() + text.slice(1), "bold")];
}

/** By severity and what is known to be exploited; then what the policy makes of them, where they do not all fail. */
function countItems(all: readonly ReportFinding[]): readonly Items[] {
  const findings = all.filter((finding) => !isAdmitted(finding));
  const admitted = all.length - findings.length;
  const vulnerabilities = findings.filter(({ kind }) => kind === "vulnerability");
  const levels = countBy(vulnerabilities, ({ severity }) => severity.level, SEVERITIES).map(
    ([level, count]) => [piece(`${thousands(count)} `), levelPiece(level)],
  );
  const exploited = findings.filter((finding) => finding.exploited !== null).length;
  const known = exploited === 0 ? [] : [[piece(`${thousands(exploited)} known to be exploited`, "alarm")]];
  const verdicts = countBy(findings, ({ verdict }) => verdict.status, VERDICTS);
  const allFail = verdicts.every(([verdict]) => verdict === "fail");
  const judged = verdicts.map(([verdict, count]) => [piece(`${thousands(count)} ${VERDICT_WORDS[verdict]}`)]);
  const unverified = findings.filter(({ verdict }) => verdict.rule === "distro-unverified").length;
  const ofDistro =
    unverified === 0
      ? []
      : [[piece(`${thousands(unverified)} unverified: packages of the distribution`, "yellow")]];
  const unfixed = findings.filter(({ verdict }) => verdict.rule === "only-fixable").length;
  const withoutFix =
    unfixed === 0
      ? []
      : [[piece(`${thousands(unfixed)} without a fix, to fail once there is one`, "yellow")]];
  const ofRanges =
    admitted === 0
      ? []
      : [[piece(`${thousands(admitted)} admitted by ranges, and not what would be installed`)]];
  return [[...levels, ...known], allFail ? [] : judged, ofDistro, withoutFix, ofRanges];
}

/** How much of what was asked for was audited, from which files, for which targets. */
export function checkedItems({ coverage, projects, environment }: Report, { verbose }: View): Items {
  const files = projects.flatMap((project) => project.sources.map(({ path }) => path));
  const named = verbose || files.length <= FILES_NAMED + 1 ? files : files.slice(0, FILES_NAMED);
  const more = files.length - named.length;
  const from = listed([...named, ...(more === 0 ? [] : [`${thousands(more)} more`])]);
  const audited = `${thousands(coverage.audited)} of ${counted(coverage.asked, "dependency", "dependencies")} audited`;
  const targets = environment.targets.map(({ python, platform }) =>
    [...(python === null ? [] : [`Python ${python}`]), ...(platform === null ? [] : [platform])].join(" on "),
  );
  return [
    [
      piece(audited, coverage.gaps === 0 ? "plain" : "yellow"),
      piece(files.length === 0 ? "" : ` from ${from}`),
    ],
    ...(targets.length === 0 ? [] : [[piece(`for ${listed(targets)}`)]]),
  ];
}

/** `7,080 advisories of 2026-07-23, embedded in pyward · stale: 124 days old` */
export function databaseItems(report: Report): Items {
  const { database } = report;
  const said = asOfText(report);
  const then = said === null ? [] : [[piece(said)]];
  if (database === null) return [[piece(NO_DATABASE, "yellow")], ...then];
  const { advisories, modified, origin, ageDays, stale } = database;
  const data = `${counted(advisories, "advisory", "advisories")} of ${day(modified)}, ${ORIGIN[origin]}`;
  if (!stale) return [[piece(data)], ...then];
  return [
    [piece(data)],
    [piece(`stale: ${counted(ageDays, "day")} old`, "yellow")],
    [piece(NEWER, "dim")],
    ...then,
  ];
}

/** The configuration that had a say in the verdict: who reads it should know. */
function policyItems({ files }: Report["policy"]): Items {
  if (files.length === 0) return [];
  const named = files.slice(0, FILES_NAMED).map(({ path }) => path);
  const more = files.length - named.length;
  const paths = more === 0 ? named : [...named, `${thousands(more)} more`];
  return [[piece(`policy from ${listed(paths)}`, "dim")]];
}

/** The exit code in words, the policy's bar where it was raised, and where the policy comes from. */
function outcomeItems({ status, exitCode, policy }: Report): readonly Items[] {
  const [code, words] = OUTCOME[status];
  const said =
    exitCode === code
      ? `exit code ${exitCode}: ${words}`
      : `exit code ${exitCode}, as asked, although ${words}`;
  const bar =
    policy.failOn === null ? [] : [[piece(`vulnerabilities fail from ${policy.failOn} upwards`, "dim")]];
  return [[[piece(said, "dim")]], bar, policyItems(policy)];
}
