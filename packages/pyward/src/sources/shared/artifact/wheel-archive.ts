import { fileOrigin, makeGap, makeInventory, type Gap, type Inventory } from "../../../model/index.ts";
import { formatVersion, normalizeName, parseWheelFilename } from "../../../python/index.ts";
import type { Archive } from "../archive/archive.ts";
import { harmless } from "../archive/open-zip.ts";
import { parseEntryName } from "../installed/entry-name.ts";
import { artifactInventory } from "./artifact-inventory.ts";
import { readMetadata, writtenIn, type ReadMetadata } from "./read-metadata.ts";
import { releaseOf, type Named } from "./release.ts";

/** A wheel (PEP 427), opened. `fileName` is what it is called outside. */
export async function wheelInventory(archive: Archive, fileName: string): Promise<Inventory> {
  const named = nameOf(fileName);
  const { path, metadata, gaps } = await findMetadata(archive, named);
  const released = releaseOf(path, metadata, named);
  const { release } = released;
  const inside =
    release === null
      ? makeInventory({})
      : artifactInventory({ release, path, requirements: writtenIn(metadata) });
  const notes = named === null ? [notNamed(fileName)] : [];
  return {
    ...inside,
    gaps: [...archive.gaps, ...gaps, ...(metadata === null ? [] : released.gaps), ...inside.gaps],
    notes,
  };
}

function nameOf(fileName: string): Named | null {
  const parsed = parseWheelFilename(fileName);
  return parsed.ok ? { name: parsed.value.name, version: formatVersion(parsed.value.version) } : null;
}

function notNamed(fileName: string): string {
  return `${harmless(fileName)} is not named as a wheel is (PEP 427), and installers refuse it; its metadata says what it is`;
}

/**
 * The metadata of the one `.dist-info` folder in the root. Where there are several, that of the wheel's own name, as
 * installers choose; the others are a gap.
 */
async function findMetadata({ tree }: Archive, named: Named | null): Promise<ReadMetadata> {
  const listed = await tree.list("");
  const folders = (listed.kind === "directory" ? listed.entries : [])
    .filter(({ name, kind }) => kind === "directory" && name.endsWith(".dist-info"))
    .map(({ name }) => name);
  const own = folders.find((folder) => isOf(folder, named)) ?? folders[0];
  if (own === undefined) {
    const reason = "there is no .dist-info folder in it: it is no wheel (PEP 427)";
    const gap = makeGap({
      code: "unparsable-file",
      name: named?.name ?? null,
      reason,
      origin: fileOrigin(""),
    });
    return { path: "", metadata: null, gaps: [gap] };
  }
  const read = await readMetadata(tree, `${own}/METADATA`);
  return { ...read, gaps: [...read.gaps, ...folders.filter((folder) => folder !== own).map(anotherFolder)] };
}

function isOf(folder: string, named: Named | null): boolean {
  const entry = parseEntryName(folder);
  return named !== null && entry !== null && normalizeName(entry.name) === named.name;
}

function anotherFolder(folder: string): Gap {
  const reason = "a wheel has one .dist-info folder (PEP 427), and this is another one: it was not read";
  return makeGap({ code: "unparsable-file", reason, origin: fileOrigin(folder) });
}
