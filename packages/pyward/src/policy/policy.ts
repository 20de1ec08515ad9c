import type {
  DeclaredIndex,
  GapCode,
  Report,
  SeverityLevel,
  StateKind,
  Verdict,
  VerdictWaiver,
  Waiver,
} from "../model/index.ts";
import type { Judged, JudgedGap } from "./judged.ts";

/** What the user says about findings. `DEFAULT_POLICY` is what holds where nothing is said. */
export interface Policy {
  /** The lowest severity that fails; null: every vulnerability fails, whatever its severity. */
  readonly failOn: SeverityLevel | null;
  /** What a vulnerability of unknown severity does. `warn` differs from `pass` in the notes only. */
  readonly unknownSeverity: "fail" | "warn" | "pass";
  /** What a vulnerability does whose records disagree about the version: it is judged as any other, is for review, or passes. Absent: `fail`. */
  readonly onDisagreement?: "fail" | "warn" | "ignore";
  readonly ignores: readonly Ignore[];
  /** Judges an undecided finding as if it were certain, and counts advisories that cannot be read as gaps. */
  readonly strict: boolean;
  /** Judges what a distribution ships, and does not say to have fixed, as if it were the plain release. */
  readonly failOnUnverified?: boolean;
  /** What is known to be exploited fails, whatever its severity and scope. */
  readonly failOnExploited?: boolean;
  /** Judges what a declared range admits as if it were installed. */
  readonly failOnAdmitted?: boolean;
  /** A vulnerability without a fix does not fail, save where its exploitation is asked to. */
  readonly onlyFixable?: boolean;
  /** The lowest probability of EPSS (0 to 1) that fails, whatever the severity and scope; null or absent: there is no such bar. */
  readonly failOnEpss?: number | null;
  /** Of the kinds that warn these fail. Malware and quarantined projects fail whatever is said here. */
  readonly failOnKinds?: readonly StateKind[];
  /** Waivers and bars of a configuration; absent: there are none, and what reads them is not loaded. */
  readonly rules?: PolicyRules;
}

/** What a configuration says of single findings and gaps. `policyRules` makes it. */
export interface PolicyRules {
  readonly waivers: readonly Waiver[];
  /** What is said of package indexes; absent: nothing is. */
  readonly indexes?: readonly DeclaredIndex[];
  /** The environment's own tooling has a bar, and is judged by it. */
  readonly judgesTooling: boolean;
  /** The verdict by the waivers; `otherwise`: the one without them. */
  judge(finding: Judged, otherwise: () => Verdict): Verdict;
  /** The bar of the scopes and paths of a finding, or the general one. */
  bar(finding: Judged, general: ChosenBar): ChosenBar;
  /** The waiver of a gap that holds; null: none does. */
  waiveGap(gap: JudgedGap): { readonly reason: string | null; readonly fact: VerdictWaiver } | null;
  /** The waivers that are about a finding or gap, whether they hold or not. */
  covering(finding: Judged): readonly Waiver[];
  coveringGap(gap: JudgedGap): readonly Waiver[];
}

/** The bar that a finding is held against. */
export interface ChosenBar {
  /** Null: every vulnerability fails. */
  readonly level: SeverityLevel | null;
  readonly rule: string;
  /** Where it stands; null: it is the policy's own. */
  readonly place: string | null;
}

/** One waiver: it covers every finding that carries the id, as its own or as an alias, in any case. */
export interface Ignore {
  readonly id: string;
  readonly reason: string | null;
}

export const DEFAULT_POLICY: Policy = { failOn: null, unknownSeverity: "fail", ignores: [], strict: false };

/** What a configuration says for one project. */
export interface ProjectPolicy {
  readonly policy: Policy;
  readonly allowGaps: AllowedGaps;
  /** The files that say it. */
  readonly files: Report["policy"]["files"];
  /** Names and patterns of packages that no feed is told of. */
  readonly internal?: readonly string[];
  /** What was said and does not count, for people. */
  readonly notes?: readonly string[];
}

/** Gaps that do not make a run incomplete: none, those of some codes, or every code that may be allowed. */
export type AllowedGaps = readonly GapCode[] | "all";
