import type { GapCode, SeverityLevel } from "../model/index.ts";

/** What the user says about findings. `DEFAULT_POLICY` is what holds where nothing is said. */
export interface Policy {
  /** The lowest severity that fails; null: every vulnerability fails, whatever its severity. */
  readonly failOn: SeverityLevel | null;
  /** What a vulnerability of unknown severity does. `warn` differs from `pass` in the notes only. */
  readonly unknownSeverity: "fail" | "warn" | "pass";
  readonly ignores: readonly Ignore[];
  /** Judges an undecided finding as if it were certain, and counts advisories that cannot be read as gaps. */
  readonly strict: boolean;
  /** Judges what a distribution ships, and does not say to have fixed, as if it were the plain release. */
  readonly failOnUnverified?: boolean;
}

/** One waiver: it covers every finding that carries the id, as its own or as an alias, in any case. */
export interface Ignore {
  readonly id: string;
  readonly reason: string | null;
}

export const DEFAULT_POLICY: Policy = { failOn: null, unknownSeverity: "fail", ignores: [], strict: false };

/** Gaps that do not make a run incomplete: none, those of some codes, or every code that may be allowed. */
export type AllowedGaps = readonly GapCode[] | "all";
