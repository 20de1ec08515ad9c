import type { Report, ReportProject } from "../../model/index.ts";
import { escapeHidden } from "../shared/escape-hidden.ts";
import { neutralise } from "../shared/neutralise.ts";
import type { Reporter } from "../shared/reporter.ts";
import { withinLimits, type Runs } from "./limits.ts";
import { meta } from "./meta.ts";
import { notificationsOf } from "./notifications.ts";
import { resultsOf } from "./results.ts";
import { ruleIdOf, rulesOf } from "./rules.ts";

/**
 * Static Analysis Results Interchange Format 2.1.0 (OASIS Standard, 27 March 2020), as GitHub's code scanning takes it: a run
 * for each project, so that an upload replaces the alerts of that project and no others.
 */
export const sarif: Reporter = { meta, render };

function render(report: Report): string {
  const { runs, isCut } = withinLimits(report);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: runs.map((run) => runOf(run, report, isCut)),
  };
  return `${escapeHidden(JSON.stringify(log, null, 1))}\n`;
}

function runOf({ projects, findings }: Runs, report: Report, isCut: boolean) {
  const rules = rulesOf(findings);
  const ids = new Map(rules.map(({ id }, at) => [id, at]));
  return {
    tool: {
      driver: { name: report.tool.name, version: neutralise(report.tool.version), rules },
    },
    ...(projects.length === 0 ? {} : { automationDetails: { id: categoryOf(projects) } }),
    columnKind: "utf16CodeUnits",
    invocations: [
      {
        executionSuccessful:
          projects.every(({ status }) => status !== "incomplete") && report.status !== "incomplete",
        exitCode: report.exitCode,
        endTimeUtc: neutralise(report.generatedAt),
        toolExecutionNotifications: notificationsOf(report, projects, isCut),
      },
    ],
    results: resultsOf(findings, report, (finding) => ids.get(ruleIdOf(finding)) ?? 0),
  };
}

/** GitHub's category is the part before the last slash: the tool and where the project lies. Runs of one upload differ in it. */
function categoryOf(projects: readonly ReportProject[]): string {
  const [first] = projects;
  const place = projects.length > 1 ? "other projects" : `${first?.kind ?? "project"} ${first?.root ?? "."}`;
  return `pyward/${neutralise(place)}/`;
}
