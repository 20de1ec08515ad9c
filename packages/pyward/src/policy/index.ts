export { judge } from "./judge.ts";
export { judgeChange, type DisclosedPolicy } from "./judge-change.ts";
export { policyNotes } from "./notes.ts";
export { countsAlways, exitCodeOf, statusOf, type OutcomeSettings } from "./outcome.ts";
export type { AllowedGaps, Policy } from "./policy.ts";
export { DEFAULT_POLICY } from "./policy.ts";
