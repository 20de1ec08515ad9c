export type VerdictStatus = "fail" | "waived" | "below-threshold" | "baseline" | "not-affected" | "review";

/** What the policy makes of a finding, and by which rule. */
export interface Verdict {
  readonly status: VerdictStatus;
  /** The rule that decided: `default`, `fail-on`, `ignore`, `waiver`, `scope:dev`, `path:legacy/**`, `tooling`, `undecided` … */
  readonly rule: string;
  readonly reason: string | null;
  /** The waiver that covers it, or, where it is not waived, that would if it still held. Absent: none does. */
  readonly waiver?: VerdictWaiver;
}

/** The waiver of a configuration that a verdict or a gap rests on. */
export interface VerdictWaiver {
  readonly kind: "accepted" | "not-affected" | "false-positive";
  /** The configuration file, as people see it. */
  readonly path: string;
  readonly line: number;
  readonly owner: string | null;
  /** The last day on which it holds (`YYYY-MM-DD`), or an RFC 3339 time; null: it does not end. */
  readonly expires: string | null;
  /** It holds until a version without the flaw is known. */
  readonly untilFixed: boolean;
}
