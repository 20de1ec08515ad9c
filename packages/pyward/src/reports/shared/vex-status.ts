import type { ReportFinding, Verdict } from "../../model/index.ts";

/** Why somebody waived a finding. Without a kind it is `accepted`: the flaw is there and stays for now. */
export type WaiverKind = "accepted" | "not-affected" | "false-positive";

/** What a waiver says that the verdict's reason does not. */
export interface WaiverInfo {
  readonly kind: WaiverKind;
  /** OpenVEX's word for why the product is not affected; null: none is given. */
  readonly justification: Justification | null;
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

export type Justification = keyof typeof JUSTIFICATIONS;

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
  | { readonly kind: "not-affected"; readonly justification: Justification | null };

/**
 * The one place that knows what a verdict and a waiver mean in VEX. Never more than was said: only a waiver of the kind
 * `not-affected` says that the product is not affected.
 */
export function vexStatusOf({ verdict }: Pick<ReportFinding, "verdict">): VexStatus {
  switch (verdict.status) {
    case "fail":
    case "below-threshold":
      return { kind: "unjudged" };
    case "review":
    case "baseline":
      return { kind: "in-triage" };
    case "waived":
      return waived(waiverOf(verdict));
    case "not-affected":
      return FIXED.has(verdict.rule) ? { kind: "fixed" } : { kind: "not-affected", justification: null };
    default:
      return verdict.status satisfies never;
  }
}

/** The distribution has fixed it under the old version, and says so. */
const FIXED = new Set(["distro-changelog", "distro-advisory"]);

function waived({ kind, justification }: WaiverInfo): VexStatus {
  return kind === "not-affected" ? { kind, justification } : { kind };
}

/** `--ignore` says no kind. */
function waiverOf(_verdict: Verdict): WaiverInfo {
  return { kind: "accepted", justification: null };
}

interface Words {
  /** CycloneDX, `analysis.state`; null: no analysis. */
  readonly cyclonedx: string | null;
  /** CycloneDX, `analysis.response`. */
  readonly response: string | null;
  /** OpenVEX, `status`. */
  readonly openvex: "affected" | "not_affected" | "fixed" | "under_investigation";
}

/** What each format calls it. OpenVEX asks for a justification, and has no word for a false positive. */
export const VEX_WORDS: Readonly<Record<VexStatus["kind"], Words>> = {
  unjudged: { cyclonedx: null, response: null, openvex: "affected" },
  "in-triage": { cyclonedx: "in_triage", response: null, openvex: "under_investigation" },
  accepted: { cyclonedx: "exploitable", response: "will_not_fix", openvex: "affected" },
  fixed: { cyclonedx: "resolved", response: null, openvex: "fixed" },
  "false-positive": { cyclonedx: "false_positive", response: null, openvex: "under_investigation" },
  "not-affected": { cyclonedx: "not_affected", response: null, openvex: "not_affected" },
};
