import { Session } from "node:inspector/promises";

/** So much may be added before it is looked at again. */
const SLACK = 24 * 1024 * 1024;

/**
 * Gives back what a long work left behind, where that is much: V8 lets garbage grow to hundreds of megabytes first, which a server that
 * loads once would keep for good. By the inspector's command (Chrome DevTools Protocol, HeapProfiler.collectGarbage), inside this process:
 * nothing listens.
 */
export function garbageCollector(): () => Promise<void> {
  let least = used();
  return async () => {
    if (used() < least + SLACK) return;
    const session = new Session();
    session.connect();
    try {
      await session.post("HeapProfiler.collectGarbage");
    } finally {
      session.disconnect();
    }
    least = used();
  };
}

function used(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
