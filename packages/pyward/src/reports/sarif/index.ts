import type { GoneFinding, Report, ReportProject } from "../../model/index.ts";
import { escapeHidden } from "../shared/escape-hidden.ts";
import { neutralise } from "../shared/neutralise.ts";
import type { Reporter } from "../shared/reporter.ts";
import { MOST_RESULTS, withinLimits, type Runs } from "./limits.ts";
import { meta } from "./meta.ts";
import { notificationsOf } from "./notifications.ts";
import { absentResults, resultsOf } from "./results.ts";
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
    runs: runs.map((run, at) => runOf({ ...run, gone: goneOf(run, at === 0, report) }, report, isCut)),
  };
  return `${escapeHidden(JSON.stringify(log, null, 1))}\n`;
}

/** Of a change, what its projects had; what belongs to none of the report's projects stands in the first run. */
function goneOf(
  { projects, findings }: Runs,
  isFirst: boolean,
  { comparison, projects: all }: Report,
): readonly GoneFinding[] {
  if (comparison?.purpose !== "diff") return [];
  const own = new Set(projects.map(({ root }) => root));
  const known = new Set(all.map(({ root }) => root));
  const gone = comparison.gone.filter(
    ({ cause, project }) => cause !== "not-audited" && (own.has(project) || (isFirst && !known.has(project))),
  );
  return gone.slice(0, MOST_RESULTS - findings.length);
}

interface Run extends Runs {
  readonly gone: readonly GoneFinding[];
}

function runOf({ projects, findings, gone }: Run, report: Report, isCut: boolean) {
  const rules = rulesOf([...findings, ...gone]);
  const ids = new Map(rules.map(({ id }, at) => [id, at]));
  const indexOf = (finding: Pick<GoneFinding, "id" | "aliases">): number => ids.get(ruleIdOf(finding)) ?? 0;
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
    results: [
      ...resultsOf(findings, report, indexOf),
      ...absentResults(gone, report, { project: projects[0]?.id ?? "", indexOf }),
    ],
  };
}

/** GitHub's category is the part before the last slash: the tool and where the project lies. Runs of one upload differ in it. */
function categoryOf(projects: readonly ReportProject[]): string {
  const [first] = projects;
  const place = projects.length > 1 ? "other projects" : `${first?.kind ?? "project"} ${first?.root ?? "."}`;
  return `pyward/${neutralise(place)}/`;
}
