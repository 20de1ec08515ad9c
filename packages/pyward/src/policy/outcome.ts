import type { Gap, GapCode, Report, Status, Verdict } from "../model/index.ts";
import type { AllowedGaps, Policy } from "./policy.ts";

/** "Nothing found because nothing was read" is never a pass, so no allowance covers these. */
const NEVER_ALLOWED: ReadonlySet<GapCode> = new Set([
  "no-advisory-data",
  "stale-advisory-data",
  "nothing-to-audit",
]);

/** No allowance and no base covers it. */
export function countsAlways({ code }: Pick<Gap, "code">): boolean {
  return NEVER_ALLOWED.has(code);
}

export interface OutcomeSettings extends Pick<Policy, "strict"> {
  readonly allowGaps: AllowedGaps;
}

/** `fail` if a finding fails, else `incomplete` if a gap counts, else `pass`. Of a run, or of one project in it. */
export function statusOf(
  verdicts: readonly Pick<Verdict, "status">[],
  gaps: readonly Pick<Gap, "code" | "expected">[],
  settings: OutcomeSettings,
): Status {
  if (verdicts.some((verdict) => verdict.status === "fail")) return "fail";
  return gaps.some((gap) => isCounted(gap, settings)) ? "incomplete" : "pass";
}

/** What a run comes to, as a whole and by the ids of its projects. */
export interface Outcomes {
  readonly status: Status;
  readonly byProject: ReadonlyMap<string, Status>;
}

/** What findings and gaps have a run and each project in it come to: what belongs to no project, such as missing data, concerns every one. */
export function outcomesOf<Project extends { readonly id: string }>(
  projects: readonly Project[],
  { findings, gaps }: Pick<Report, "findings" | "gaps">,
  settingsOf: (project: Project | null) => OutcomeSettings,
): Outcomes {
  const found = Map.groupBy(findings, ({ project }) => project);
  const without = Map.groupBy(gaps, ({ project }) => project);
  const loose = without.get(null) ?? [];
  const byProject = new Map(
    projects.map((project) => {
      const verdicts = (found.get(project.id) ?? []).map(({ verdict }) => verdict);
      const concerning = [...(without.get(project.id) ?? []), ...loose];
      return [project.id, statusOf(verdicts, concerning, settingsOf(project))];
    }),
  );
  return { status: worstOf([statusOf([], loose, settingsOf(null)), ...byProject.values()]), byProject };
}

/** A finding that fails wins over gaps. */
function worstOf(statuses: readonly Status[]): Status {
  return (
    statuses.find((status) => status === "fail") ?? statuses.find((status) => status !== "pass") ?? "pass"
  );
}

/** The process's exit code; `exitZero` changes nothing else. */
export function exitCodeOf(status: Status, exitZero: boolean): 0 | 1 | 3 {
  if (exitZero || status === "pass") return 0;
  return status === "fail" ? 1 : 3;
}

/** Whether the gap makes a run incomplete. Strict counts expected gaps of advisories that cannot be read. */
function isCounted(gap: Pick<Gap, "code" | "expected">, settings: OutcomeSettings): boolean {
  const surprising = !gap.expected || (settings.strict && gap.code === "malformed-advisory");
  if (!surprising) return false;
  if (countsAlways(gap)) return true;
  return settings.allowGaps !== "all" && !settings.allowGaps.includes(gap.code);
}
