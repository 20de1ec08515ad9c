import type { Verdict } from "../../model/index.ts";

/** Why somebody waived a finding. Without a kind it is `accepted`: the flaw is there and stays for now. */
type WaiverKind = "accepted" | "not-affected" | "false-positive";

/** What of a verdict decides; a waiver of a configuration has a kind. */
interface Judged extends Pick<Verdict, "status" | "rule" | "reason"> {
  readonly waiver?: { readonly kind: WaiverKind };
}

/** OpenVEX 0.2.0, "Status Justifications", and what CycloneDX ("impactAnalysisJustification") and SPDX 3 call the same. */
export const JUSTIFICATIONS = {
  component_not_present: { cyclonedx: "code_not_present", spdx: "componentNotPresent" },
  vulnerable_code_not_present: { cyclonedx: "code_not_present", spdx: "vulnerableCodeNotPresent" },
  vulnerable_code_not_in_execute_path: {
    cyclonedx: "code_not_reachable",
    spdx: "vulnerableCodeNotInExecutePath",
  },
  vulnerable_code_cannot_be_controlled_by_adversary: {
    cyclonedx: "requires_environment",
    spdx: "vulnerableCodeCannotBeControlledByAdversary",
  },
  inline_mitigations_already_exist: {
    cyclonedx: "protected_by_mitigating_control",
    spdx: "inlineMitigationsAlreadyExist",
  },
} as const;

type Justification = keyof typeof JUSTIFICATIONS;

/** What is said of a finding in the words of VEX. */
export type VexStatus =
  /** Nobody has looked at it: it is there, and there is or is not an upgrade. */
  | { readonly kind: "unjudged" }
  /** Somebody has to look. */
  | { readonly kind: "in-triage" }
  /** It is there, and was accepted. */
  | { readonly kind: "accepted" }
  | { readonly kind: "fixed" }
  | { readonly kind: "false-positive" }
  | {
      readonly kind: "not-affected";
      readonly reason: string;
      /** Where the reason names one. */
      readonly justification: Justification | null;
    };

/**
 * The one place that knows what a verdict and a waiver mean in VEX. Never more than was said: that the product is not affected is said only by
 * a waiver of that kind, and by a rule that has a reason.
 */
export function vexStatusOf({ verdict }: { readonly verdict: Judged }): VexStatus {
  const { status, rule, reason, waiver } = verdict;
  switch (status) {
    case "fail":
    case "below-threshold":
      return { kind: "unjudged" };
    case "review":
    case "baseline":
      return { kind: "in-triage" };
    case "waived":
    case "not-affected":
      if (FIXED.has(rule)) return { kind: "fixed" };
      // `--ignore` says no kind.
      return saidBy(status === "waived" ? (waiver?.kind ?? "accepted") : "not-affected", reason);
    default:
      return status satisfies never;
  }
}

/** The distribution has fixed it under the old version, and says so. */
const FIXED = new Set(["distro-changelog", "distro-advisory"]);

/** A reason may begin with one of OpenVEX's words: `vulnerable_code_not_present: we do not ship it`. */
function saidBy(kind: WaiverKind, reason: string | null): VexStatus {
  if (kind !== "not-affected") return { kind };
  if (reason === null) return { kind: "in-triage" };
  const word = /^([a-z_]+)(?=:|$)/.exec(reason)?.[1] ?? "";
  return { kind, reason, justification: isJustification(word) ? word : null };
}

function isJustification(word: string): word is Justification {
  return Object.hasOwn(JUSTIFICATIONS, word);
}

interface Words {
  /** CycloneDX, `analysis.state`; null: no analysis. */
  readonly cyclonedx: string | null;
  /** CycloneDX, `analysis.response`. */
  readonly response: string | null;
  /** OpenVEX, `status`. */
  readonly openvex: "affected" | "not_affected" | "fixed" | "under_investigation";
}

/** What each format calls it. OpenVEX has no word for a false positive. */
export const VEX_WORDS: Readonly<Record<VexStatus["kind"], Words>> = {
  unjudged: { cyclonedx: null, response: null, openvex: "affected" },
  "in-triage": { cyclonedx: "in_triage", response: null, openvex: "under_investigation" },
  accepted: { cyclonedx: "exploitable", response: "will_not_fix", openvex: "affected" },
  fixed: { cyclonedx: "resolved", response: null, openvex: "fixed" },
  "false-positive": { cyclonedx: "false_positive", response: null, openvex: "under_investigation" },
  "not-affected": { cyclonedx: "not_affected", response: null, openvex: "not_affected" },
};
