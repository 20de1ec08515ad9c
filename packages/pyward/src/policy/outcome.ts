import type { Gap, GapCode, Status, Verdict } from "../model/index.ts";
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

/** A finding that fails wins over gaps. */
export function worstOf(statuses: readonly Status[]): Status {
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
