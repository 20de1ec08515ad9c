export { compareAdvisoryIds } from "./advisory-id.ts";
export { finalFixes } from "./fix-version.ts";
export { groupRecords } from "./group-records.ts";
export { isAffectedAt, placeVersion } from "./match-record.ts";
export type { Pinned } from "./problems.ts";
export { isIncomparable, problemsOf } from "./problems.ts";
export type { Place } from "./place.ts";
export { placeOfRank } from "./place.ts";
