import type { Report, ReportFinding, Status } from "../../../model/index.ts";
import { countsText, type Change } from "../../shared/change.ts";
import { SEVERITIES, VERDICTS } from "../../shared/group-findings.ts";
import type { View } from "../../shared/reporter.ts";
import { countBy, thousands } from "../../shared/wording.ts";
import { levelPiece } from "../finding-cells.ts";
import { blank, lineWidth, piece, type Line } from "../pieces.ts";
import { VERDICT_WORDS } from "../../shared/headline.ts";
import { checkedItems, databaseItems, STATUS } from "../summary-lines.ts";
import { flow, hang } from "../wrap.ts";

/** Each status in words, and the exit code that belongs to it. */
const OUTCOME: Readonly<Record<Status, readonly [code: number, words: string]>> = {
  pass: [0, "nothing that the change brings fails the policy"],
  fail: [1, "at least one finding fails the policy"],
  incomplete: [3, "something in the change could not be audited, so this is no all-clear"],
};

/** How the change stands, in the last lines. */
export function changeSummary(report: Report, change: Change, view: View): readonly Line[] {
  const first = [STATUS[report.status], blank(2)];
  const room = Math.max(1, view.width - lineWidth(first));
  const statements = [
    [[piece(countsText(change.comparison), "bold")]],
    levelItems([...change.brought, ...change.disclosed, ...change.backfilled]),
    verdictItems(report.findings),
    checkedItems(report, view),
    databaseItems(report),
    outcomeItems(report),
  ];
  return hang(
    first,
    statements.flatMap((items) => flow(items, room)),
  );
}

/** Of what is new. */
function levelItems(findings: readonly ReportFinding[]): readonly Line[] {
  const levels = countBy(findings, ({ severity }) => severity.level, SEVERITIES);
  return levels.map(([level, count]) => [piece(`${thousands(count)} new `), levelPiece(level)]);
}

function verdictItems(findings: readonly ReportFinding[]): readonly Line[] {
  const verdicts = countBy(findings, ({ verdict }) => verdict.status, VERDICTS);
  return verdicts.map(([verdict, count]) => [piece(`${thousands(count)} ${VERDICT_WORDS[verdict]}`)]);
}

function outcomeItems({ status, exitCode, policy }: Report): readonly Line[] {
  const [code, words] = OUTCOME[status];
  const said =
    exitCode === code
      ? `exit code ${exitCode}: ${words}`
      : `exit code ${exitCode}, as asked, although ${words}`;
  const bar =
    policy.failOn === null ? [] : [[piece(`vulnerabilities fail from ${policy.failOn} upwards`, "dim")]];
  return [[piece(said, "dim")], ...bar];
}
