import { makeInventory, type Inventory } from "../../../model/index.ts";
import type { Archive } from "../archive/archive.ts";
import { embeddedIn } from "../embedded/embedded.ts";
import { ARCHIVES } from "../embedded/owner.ts";
import type { ArtifactInventory } from "./artifact-inventory.ts";

/** An artifact with the copies of other releases that lie in it. `info` is its own metadata folder, null where it has none. */
export async function withCopies(
  archive: Archive,
  { root, declared }: ArtifactInventory,
  info: string | null,
): Promise<Inventory> {
  const { tree, files } = archive;
  const inner = await embeddedIn({
    dependency: root,
    tree,
    files,
    info,
    depth: 0,
    budget: { archives: ARCHIVES },
  });
  return makeInventory({
    dependencies: [root, ...declared.dependencies, ...inner.dependencies],
    edges: [...declared.edges, ...inner.edges],
    gaps: [...declared.gaps, ...inner.gaps],
    notes: inner.notes,
  });
}
