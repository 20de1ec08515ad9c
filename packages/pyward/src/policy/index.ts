export { judge } from "./judge.ts";
export type { Judged } from "./judged.ts";
export { policyNotes } from "./notes.ts";
export { exitCodeOf, statusOf, worstOf } from "./outcome.ts";
export type { AllowedGaps, Policy, PolicyRules, ProjectPolicy } from "./policy.ts";
export { DEFAULT_POLICY } from "./policy.ts";
