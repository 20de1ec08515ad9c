export { decodeRequirements } from "./decode.ts";
export type { Decoded } from "./decode.ts";
export { MAX_LINE_LENGTH, locate, readLogicalLines } from "./logical-lines.ts";
export type { LogicalLine, Place } from "./logical-lines.ts";
export { splitWords } from "./split-words.ts";
export type { Words } from "./split-words.ts";
export { trimPythonSpace } from "./white-space.ts";
