import type { AuditRequest } from "./audit-request.ts";
import type { AuditedProject } from "./assemble/audited-project.ts";
import { judgedOf } from "./assemble/findings.ts";
import {
  reviewWaivers,
  waiverNotes,
  type ReviewedProject,
  type ReviewedWaiver,
} from "./policy/review-waivers.ts";
import type { Reading } from "./read-projects.ts";

/** What there is to say of them. */
export function notesOfReview(
  request: AuditRequest,
  reading: Reading,
  projects: readonly AuditedProject[],
): readonly string[] {
  const seen = request.wholeFiles ?? new Map<string, string>();
  return waiverNotes(reviewOf(request, reading, projects), (path) => seen.has(path));
}

/** How the waivers of an audit fared, over all of its projects. */
export function reviewOf(
  { policy, now }: Pick<AuditRequest, "policy" | "now">,
  reading: Reading,
  projects: readonly AuditedProject[],
): readonly ReviewedWaiver[] {
  const reviewed = projects.flatMap((project): ReviewedProject[] => {
    const { rules } = (project.policy ?? { policy }).policy;
    if (rules === undefined) return [];
    const packages = new Set<string>(project.dependencies.map(({ name }) => name));
    return [{ rules, packages, findings: project.problems.map(judgedOf), gaps: project.gaps }];
  });
  const loose = reading.gaps.map(({ gap }) => gap);
  const ofRun =
    policy.rules === undefined
      ? []
      : [{ rules: policy.rules, packages: new Set<string>(), findings: [], gaps: loose }];
  return reviewWaivers([...reviewed, ...ofRun], now);
}
