import type { AuditedProjects } from "./audit-projects.ts";
import type { AuditRequest, Planning } from "./audit-request.ts";
import { adviceOf, type Advice, type AdviceOnPackage } from "./fix-project/plan-advice.ts";
import { problemsOf } from "./match/index.ts";
import type { Report, ReportFinding, Upgrade } from "./model/index.ts";
import { planProjects, type PlannedProjectPart } from "./plan-projects.ts";
import { exitCodeOf, judgeUnfixable, outcomesOf, type OutcomeSettings } from "./policy/index.ts";
import { compareVersions, normalizeName, parseVersion } from "./python/index.ts";

interface Circumstances {
  readonly request: AuditRequest;
  readonly before: AuditedProjects;
  readonly planning: Planning;
  /** What makes a project fail or incomplete; of null, what belongs to none. */
  outcomeOf(project: { readonly id: string } | null): OutcomeSettings;
}

/**
 * The report with the versions of a plan in place of the advisories' numbers, for the findings among `wanted`: what they cannot be cleared of has no
 * fix, and does not fail where only what has one is to.
 */
export async function planAdvice(
  report: Report,
  wanted: readonly ReportFinding[],
  circumstances: Circumstances,
): Promise<Report> {
  const { request, before, planning } = circumstances;
  const parts = await planProjects(before, wanted, {
    ...{ level: "major", mayDowngrade: false, constraints: [], isOverriding: false, maxSolves: MAX_SOLVES },
    ...{ excludeNewer: planning.excludeNewer, indexes: planning.indexes, audit: request },
    isOver: planning.isOver,
  });
  request.progress.stop();
  const advice = await adviceIn(parts, wanted);
  const findings = report.findings.map((finding) =>
    advised(finding, advice.get(keyOf(finding)), circumstances),
  );
  const planned = Map.groupBy(
    findings.filter((finding) => advice.has(keyOf(finding))),
    ({ dependency }) => dependency,
  );
  return restated(
    {
      ...report,
      findings,
      upgrades: report.upgrades.map((upgrade) =>
        plannedUpgrade(upgrade, planned.get(upgrade.dependency) ?? [], { report, advice, before }),
      ),
      notes: [...report.notes, ...notesOf(parts, planning)],
    },
    circumstances,
  );
}

/** Resolutions for one plan: an audit wants a version, and no proof that no change is smaller. */
const MAX_SOLVES = 100;

type AdviceByFinding = ReadonlyMap<string, Advice>;

/** One package of several locks is cleared where all of them can be: what one of them cannot do is said. */
async function adviceIn(
  parts: readonly PlannedProjectPart[],
  wanted: readonly ReportFinding[],
): Promise<AdviceByFinding> {
  const found = new Map<string, Advice>();
  for (const { project, plan, question, forked, asked, part } of parts) {
    const advice = await adviceOf(plan, { request: question.request, forked }, asked);
    const held = part.holders.flatMap(({ inventory }) => inventory.dependencies);
    for (const finding of wanted) {
      const { package: name, version } = finding;
      if (finding.project !== project.id) continue;
      if (!held.some((one) => one.name === name && one.version === version)) continue;
      const own = advice.find(
        (one) => one.name === name && one.ids.includes(finding.id) && isOf(version, one),
      );
      if (own !== undefined && found.get(keyOf(finding))?.kind !== "none")
        found.set(keyOf(finding), own.advice);
    }
  }
  return found;
}

function isOf(version: string, { copy }: Pick<AdviceOnPackage, "copy">): boolean {
  const parsed = parseVersion(version);
  return copy === null || (parsed.ok && compareVersions(parsed.value, copy) === 0);
}

function keyOf({ dependency, id }: Pick<ReportFinding, "dependency" | "id">): string {
  return `${dependency} ${id}`;
}

function advised(
  finding: ReportFinding,
  advice: Advice | undefined,
  { request, before }: Circumstances,
): ReportFinding {
  if (advice === undefined) return finding;
  if (advice.kind === "fix") return { ...finding, fix: advice.fix };
  const project = before.projects.find(({ id }) => id === finding.project);
  const policy = project?.policy?.policy ?? request.policy;
  return {
    ...finding,
    fix: null,
    verdict: judgeUnfixable(finding, policy, `no version clears it: ${advice.reason}`),
  };
}

interface Around {
  readonly report: Report;
  readonly advice: AdviceByFinding;
  readonly before: AuditedProjects;
}

/** `planned`: findings of the dependency that the plan is about. */
function plannedUpgrade(
  upgrade: Upgrade,
  planned: readonly ReportFinding[],
  { report, advice, before }: Around,
): Upgrade {
  const [first] = planned;
  if (first === undefined) return upgrade;
  const all = planned.flatMap((finding) => advice.get(keyOf(finding)) ?? []);
  const reason = all.find((one) => one.kind === "none")?.reason ?? null;
  const fix = all.find((one) => one.kind === "fix")?.fix ?? null;
  if (fix === null) return { ...upgrade, to: null, clears: 0, plan: { basis: "solver", reason } };
  const name = normalizeName(first.package);
  const known = before.database.index?.lookup(name) ?? null;
  const there = known === null ? [] : problemsOf({ name, version: fix.version }, known);
  const kept = new Set(there.flatMap(({ id, aliases }) => [id, ...aliases]));
  const clears = report.findings.filter(
    ({ dependency, id }) => dependency === upgrade.dependency && !kept.has(id),
  ).length;
  return { ...upgrade, to: fix.version, clears, plan: { basis: basisOf(fix.basis), reason } };
}

function basisOf(basis: "advisory" | "index" | "solver"): "index" | "solver" {
  return basis === "solver" ? "solver" : "index";
}

/** Where a finding fails no more, its project may not, either. */
function restated(report: Report, { outcomeOf, request }: Circumstances): Report {
  const { status, byProject } = outcomesOf(report.projects, report, outcomeOf);
  const projects = report.projects.map((one) => ({ ...one, status: byProject.get(one.id) ?? one.status }));
  return { ...report, projects, status, exitCode: exitCodeOf(status, request.exitZero) };
}

function notesOf(parts: readonly PlannedProjectPart[], { indexes: { hosts } }: Planning): readonly string[] {
  const solved = parts.filter(({ plan, asking }) => asking !== null && plan.kind === "plan");
  const failed = parts.flatMap(({ plan, ...part }) =>
    plan.kind === "failed" ? [`no fix was planned for ${filesOf(part)}: ${plan.reason}`] : [],
  );
  const untold = parts.filter(({ asking }) => asking === null).map(filesOf);
  return [
    ...(solved.length === 0
      ? []
      : [
          `fixes of what fails were planned by what ${hosts.join(", ")} has: \`pyward fix\` shows and makes them`,
        ]),
    ...failed,
    ...(untold.length === 0
      ? []
      : [
          `fixes are the advisories' numbers, since an index is named that your own settings do not name: ${untold.join(", ")} (--trust-index lets it be asked)`,
        ]),
  ];
}

function filesOf({ project, part }: Pick<PlannedProjectPart, "project" | "part">): string {
  return [...part.holders, ...part.manifests]
    .map(({ path }) => project.display(path))
    .toSorted()
    .join(", ");
}
