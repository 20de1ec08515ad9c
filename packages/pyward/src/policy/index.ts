export { findIgnore, unusedIgnores } from "./ignores.ts";
export type { Judged } from "./judge.ts";
export { judge } from "./judge.ts";
export { policyNotes } from "./notes.ts";
export type { OutcomeSettings } from "./outcome.ts";
export { exitCodeOf, statusOf } from "./outcome.ts";
export type { AllowedGaps, Ignore, Policy } from "./policy.ts";
export { DEFAULT_POLICY } from "./policy.ts";
