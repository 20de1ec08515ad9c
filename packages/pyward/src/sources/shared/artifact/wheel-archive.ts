import { makeInventory, type Inventory } from "../../../model/index.ts";
import type { Archive } from "../archive/archive.ts";
import { harmless } from "../archive/open-zip.ts";
import { embeddedIn } from "../embedded/embedded.ts";
import { ARCHIVES } from "../embedded/owner.ts";
import { artifactInventory } from "./artifact-inventory.ts";
import { findRelease } from "./wheel-release.ts";

/** A wheel (PEP 427), opened. `fileName` is what it is called outside. */
export async function wheelInventory(archive: Archive, fileName: string): Promise<Inventory> {
  const { release, isNamed, info, requirements, gaps } = await findRelease(archive, fileName);
  const doubts = [...archive.gaps, ...gaps];
  const notes = isNamed ? [] : [notNamed(fileName)];
  if (release === null) return makeInventory({ gaps: doubts, notes });
  const path = info === null ? "" : `${info}/METADATA`;
  const { root, declared } = artifactInventory({ release, path, requirements });
  const inner = await embeddedIn({
    dependency: root,
    tree: archive.tree,
    files: archive.files,
    info,
    depth: 0,
    budget: { archives: ARCHIVES },
  });
  return makeInventory({
    dependencies: [root, ...declared.dependencies, ...inner.dependencies],
    edges: [...declared.edges, ...inner.edges],
    gaps: [...doubts, ...declared.gaps, ...inner.gaps],
    notes: [...notes, ...inner.notes],
  });
}

function notNamed(fileName: string): string {
  return `${harmless(fileName)} is not named as a wheel is (PEP 427), and installers refuse it; its metadata says what it is`;
}
