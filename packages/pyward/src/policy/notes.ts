import type { Verdict } from "../model/index.ts";
import { unusedIgnores, type Named } from "./ignores.ts";
import type { Policy } from "./policy.ts";

/** Sentences for the report's notes: what the policy let through quietly, and what in it does nothing. */
export function policyNotes(
  findings: readonly (Named & { readonly verdict: Verdict })[],
  policy: Policy,
): readonly string[] {
  const notes = unusedIgnores(findings, policy.ignores).map(
    (ignore) => `the ignore of ${ignore.id} matches no finding`,
  );
  const quiet = findings.filter((finding) => finding.verdict.rule === "unknown-severity").length;
  if (policy.unknownSeverity === "warn" && quiet > 0) {
    notes.push(
      `${quiet} ${quiet === 1 ? "finding" : "findings"} of unknown severity did not fail, as the policy says`,
    );
  }
  return notes;
}
