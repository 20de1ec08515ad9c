import type { Clock } from "../clock.ts";

/** The time of the machine. */
export const systemClock: Clock = { now: () => new Date() };
