import { INPUTS } from "./inputs.ts";
import { MATCHING } from "./matching.ts";
import { RUNNING } from "./running.ts";
import { SHOWING } from "./showing.ts";
import type { Reproduction } from "./stage.ts";

/** Every point in which a peer was seen to answer wrongly, by number. */
export const REPRODUCTIONS: readonly Reproduction[] = [
  ...MATCHING,
  ...INPUTS,
  ...RUNNING,
  ...SHOWING,
].toSorted((a, b) => a.number - b.number);

export type { Reproduction, Sides } from "./stage.ts";
