export { judge } from "./judge.ts";
export { judgeChange, type DisclosedPolicy } from "./judge-change.ts";
export type { Judged } from "./judged.ts";
export { policyNotes } from "./notes.ts";
export { judgeUnfixable } from "./only-fixable.ts";
export { countsAlways, exitCodeOf, outcomesOf, statusOf, type OutcomeSettings } from "./outcome.ts";
export type { AllowedGaps, Policy, PolicyRules, ProjectPolicy } from "./policy.ts";
export { DEFAULT_POLICY } from "./policy.ts";
