export type VerdictStatus = "fail" | "waived" | "below-threshold" | "baseline" | "not-affected" | "review";

/** What the policy makes of a finding, and by which rule. */
export interface Verdict {
  readonly status: VerdictStatus;
  /** The rule that decided: `default`, `fail-on`, `ignore`, `tooling`, `undecided` … */
  readonly rule: string;
  readonly reason: string | null;
}
