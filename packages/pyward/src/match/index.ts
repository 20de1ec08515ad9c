export { compareAdvisoryIds, foldAdvisoryId, sortByAdvisoryId } from "./advisory-id.ts";
export { finalFixes } from "./fix-version.ts";
export { isAffected, isAffectedAt, placeVersion } from "./match-record.ts";
export type { Examination, Pinned } from "./problems.ts";
export { examine, isIncomparable, problemsOf } from "./problems.ts";
export type { Place } from "./place.ts";
export { placeOfRank } from "./place.ts";
export { groupRecords } from "./group-records.ts";
export { stateProblem } from "./state-problem.ts";
