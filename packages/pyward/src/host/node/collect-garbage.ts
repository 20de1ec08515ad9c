import { queryObjects } from "node:v8";

/** So much may be added before it is looked at again. */
const SLACK = 24 * 1024 * 1024;

/**
 * Gives back what a long work left behind, where that is much: V8 lets garbage grow to hundreds of megabytes first, which a server that
 * loads once would keep for good. V8 collects all garbage before it counts the objects of a class, and so it is made to count a few
 * rare ones.
 */
export function garbageCollector(): () => void {
  let least = used();
  return () => {
    if (used() < least + SLACK) return;
    quietly(() => queryObjects(SharedArrayBuffer, { format: "count" }));
    least = used();
  };
}

/** Without the line about an experimental function: a user can do nothing about it. Where a later Node has not got it, nothing is given back. */
function quietly(act: () => void): void {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    act();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function used(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
