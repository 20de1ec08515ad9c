import type { FileTree } from "../host/index.ts";
import type { Part } from "./parts.ts";
import type { Source } from "../sources/shared/source.ts";

/**
 * Whether the lock of a part, in a tree with edited files, no longer says what it was made from: that of a workspace repeats what its members ask for,
 * and one that was stale before stays so.
 */
export async function isLockStale(
  { holders: [lock], manifests }: Part,
  tree: FileTree,
  {
    workingDirectory,
    load,
  }: { readonly workingDirectory: string; readonly load: (kind: string) => Promise<Source | null> },
): Promise<boolean> {
  const source = lock === undefined ? null : await load(lock.kind);
  if (lock === undefined || source?.staleness === undefined) return false;
  for (const { kind, path } of manifests) {
    const manifest = await load(kind);
    const asks = await manifest?.read(tree, { path }, { workingDirectory });
    if (asks === undefined) continue;
    const found = await source.staleness({ tree, lock: lock.path, manifest: path, asks });
    if (found.kind === "stale") return true;
  }
  return false;
}
