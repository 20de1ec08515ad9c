export { parseTagValue } from "./parse.ts";
export type { TagValueDocument, TagValueFault, TagValueLine } from "./parse.ts";
