export { discover } from "./discover.ts";
export { USUAL_DISCOVERY } from "./path-filter.ts";
export { describeSkipped, skippedNotes } from "./skipped.ts";
