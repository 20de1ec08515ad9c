import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation as small as it is until the answer is called. It doubles while objects survive, to 64 MB and more, whatever the
 * work needs: an update has 45 MB of heap with it, and 100 without, and takes no longer. V8 reads the factor each time that it would grow; its
 * other flags for it are read once, before any program can set them. The factor is put back because compiled code is kept under the flags that were set.
 */
export function keepHeapSmall(): () => void {
  setFlagsFromString("--semi-space-growth-factor=1");
  return () => setFlagsFromString("--semi-space-growth-factor=2");
}
