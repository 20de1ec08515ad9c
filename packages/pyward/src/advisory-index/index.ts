export type { AdvisoryIndex } from "./advisory-index.ts";
export { openIndex } from "./store/open-index.ts";
