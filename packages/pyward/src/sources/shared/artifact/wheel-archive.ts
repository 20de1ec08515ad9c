import { makeInventory, type Inventory } from "../../../model/index.ts";
import type { Archive } from "../archive/archive.ts";
import { harmless } from "../harmless.ts";
import { artifactInventory } from "./artifact-inventory.ts";
import { findRelease } from "./wheel-release.ts";
import { withCopies } from "./with-copies.ts";

/** A wheel (PEP 427), opened. `fileName` is what it is called outside. */
export async function wheelInventory(archive: Archive, fileName: string): Promise<Inventory> {
  const { release, isNamed, info, requirements, gaps } = await findRelease(archive, fileName);
  const doubts = [...archive.gaps, ...gaps];
  const notes = isNamed ? [] : [notNamed(fileName)];
  if (release === null) return makeInventory({ gaps: doubts, notes });
  const whole = await withCopies(archive, artifactInventory({ release, requirements }), info);
  return { ...whole, gaps: [...doubts, ...whole.gaps], notes: [...notes, ...whole.notes] };
}

function notNamed(fileName: string): string {
  return `${harmless(fileName)} is not named as a wheel is (PEP 427), and installers refuse it; its metadata says what it is`;
}
