export { addRequirement, hasRoom, inventoryOf, noMentions, refuse } from "./gather.ts";
export type { Mentions } from "./gather.ts";
export { BY_HAND, readByHand, readMention } from "./read-mention.ts";
export { foldersFrom } from "./resolve-named.ts";
export { addInstalls } from "./script.ts";
