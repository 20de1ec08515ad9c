import type { ComparedFinding, FindingKind, Verdict } from "../model/index.ts";

/** What the policy makes of what came to be known of dependencies that did not change. */
export type DisclosedPolicy = "fail" | "pass";

/** What a verdict on a change depends on besides the verdict on the finding. */
export interface ChangeSettings {
  readonly disclosed: DisclosedPolicy;
  /** The base, as people call it. */
  readonly base: string;
}

/**
 * The verdict on a finding in the light of what the base has. Only what would fail is changed, and malware and quarantined projects never
 * are. A kept finding is `baseline`, unless its dependency was widened to `main` (rule `widened`), or only a waiver
 * covered it there, or it is known to be exploited since and news is to fail (rule `exploited`). A new one that the change did not bring
 * (rule `disclosed`, or `backfilled` if the flaw is older than the base's data) is for review unless news is to fail.
 */
export function judgeChange(
  { kind, verdict }: { readonly kind: FindingKind; readonly verdict: Verdict },
  { state, cause, isWidened, wasExcused, isExploitedSince }: ComparedFinding,
  { disclosed, base }: ChangeSettings,
): Verdict {
  if (verdict.status !== "fail" || kind === "malware" || kind === "quarantined") return verdict;
  if (state === "new") {
    if (cause === "disclosed")
      return news(
        disclosed,
        "disclosed",
        `what ${base} has is affected as well, and its data did not say so`,
      );
    if (cause === "backfilled")
      return news(disclosed, "backfilled", `it was disclosed before, and the data of ${base} did not say so`);
    return verdict;
  }
  if (isWidened) return { status: "fail", rule: "widened", reason: `it was not for main in ${base}` };
  if (wasExcused) return { ...verdict, reason: `${base} has it as excused, and the excuse no longer holds` };
  if (isExploitedSince) return news(disclosed, "exploited", `known to be exploited since ${base}`);
  return { status: "baseline", rule: "baseline", reason: `${base} has it` };
}

function news(disclosed: DisclosedPolicy, rule: string, reason: string): Verdict {
  return { status: disclosed === "fail" ? "fail" : "review", rule, reason };
}
