import type { Verdict } from "../model/index.ts";
import { unusedIgnores, type Named } from "./ignores.ts";
import type { Policy } from "./policy.ts";

interface Judged extends Named {
  readonly verdict: Verdict;
  /** Null or absent: it has no score. */
  readonly epss?: object | null;
}

/**
 * Sentences for the report's notes: what the policy let through quietly, and what in it does nothing. `warned`: findings where an
 * unknown severity warns, by the configuration of their projects.
 */
export function policyNotes(
  findings: readonly Judged[],
  policy: Policy,
  warned: readonly Judged[] = policy.unknownSeverity === "warn" ? findings : [],
): readonly string[] {
  const notes = unusedIgnores(findings, policy.ignores).map(
    (ignore) => `the ignore of ${ignore.id} matches no finding`,
  );
  const quiet = warned.filter((finding) => finding.verdict.rule === "unknown-severity").length;
  if (quiet > 0) {
    notes.push(
      `${quiet} ${quiet === 1 ? "finding" : "findings"} of unknown severity did not fail, as the policy says`,
    );
  }
  const { failOnEpss = null } = policy;
  const isUnscored = findings.length > 0 && findings.every(({ epss = null }) => epss === null);
  if (failOnEpss !== null && isUnscored)
    notes.push(`fail-on-epss = ${failOnEpss} decided nothing: no finding has an EPSS score`);
  return notes;
}
