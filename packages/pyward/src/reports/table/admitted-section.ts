import type { Report, ReportDependency, ReportFinding } from "../../model/index.ts";
import { SEVERITIES } from "../shared/group-findings.ts";
import { isAdmitted } from "../shared/headline.ts";
import { countBy, counted, place, thousands } from "../shared/wording.ts";
import { levelPiece } from "./finding-cells.ts";
import { type Line, piece } from "./pieces.ts";
import { flowIndented } from "./wrap.ts";

/**
 * What declared ranges let an installer take, and it would not take today, by package: old ranges admit hundreds of vulnerabilities, of which none is there.
 * In full, they are findings like others.
 */
export function admittedSection(report: Report, width: number): readonly Line[] {
  const findings = report.findings.filter(isAdmitted);
  if (findings.length === 0) return [];
  const dependencies = new Map(report.dependencies.map((dependency) => [dependency.ref, dependency]));
  const bounds = new Map(report.upgrades.map(({ dependency, to }) => [dependency, to]));
  const groups = Map.groupBy(findings, ({ project, package: name }) => `${project}\n${name}`);
  return [
    [
      piece("Admitted by ranges", "bold"),
      piece(" · nothing of it would be installed today (--verbose shows all)", "dim"),
    ],
    ...[...groups.values()].flatMap((group) => {
      const [first] = group;
      const bound = bounds.get(first?.dependency ?? "") ?? null;
      const dependency = dependencies.get(first?.dependency ?? "");
      return flowIndented(itemsOf(group, dependency, bound), { first: 2, others: 4 }, width);
    }),
  ];
}

function itemsOf(
  findings: readonly ReportFinding[],
  dependency: ReportDependency | undefined,
  bound: string | null,
): readonly Line[] {
  const [origin] = dependency?.origins ?? [];
  const levels = countBy(findings, ({ severity }) => severity.level, SEVERITIES);
  const counts = levels.map(([level, count]) => `${thousands(count)} ${levelPiece(level).text}`);
  const known = counted(findings.length, "known vulnerability", "known vulnerabilities");
  return [
    [piece(findings[0]?.package ?? "", "bold")],
    ...(origin === undefined ? [] : [[piece(place(origin), "dim")]]),
    [piece(`${known}: ${counts.join(", ")}`)],
    ...(bound === null ? [] : [[piece(`require >=${bound} to leave them out`, "green")]]),
  ];
}
