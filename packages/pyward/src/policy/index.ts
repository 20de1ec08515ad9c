export { judge } from "./judge.ts";
export { policyNotes } from "./notes.ts";
export { exitCodeOf, statusOf } from "./outcome.ts";
export type { AllowedGaps, Policy } from "./policy.ts";
export { DEFAULT_POLICY } from "./policy.ts";
