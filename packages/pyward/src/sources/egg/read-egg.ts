import type { FileTree } from "../../host/index.ts";
import { baseName, fileOrigin, makeInventory, type Inventory } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { placedIn, type Archive } from "../shared/archive/archive.ts";
import { openZipFile } from "../shared/archive/open-zip.ts";
import { artifactInventory } from "../shared/artifact/artifact-inventory.ts";
import { readMetadata, writtenIn, type ReadMetadata } from "../shared/artifact/read-metadata.ts";
import { releaseOf, type Named } from "../shared/artifact/release.ts";
import type { Written } from "../shared/artifact/requirements.ts";
import { withCopies } from "../shared/artifact/with-copies.ts";
import { parseEntryName } from "../shared/installed/entry-name.ts";
import { parseRequiresText } from "../shared/installed/requires-text.ts";
import type { Target } from "../shared/source.ts";

const INFO = "EGG-INFO";
const REQUIRES_LIMIT = 1024 * 1024;

export async function readEgg(tree: FileTree, { path }: Target): Promise<Inventory> {
  const opened = await openZipFile(tree, path);
  const inside =
    opened.kind === "gap"
      ? makeInventory({ gaps: [opened.gap] })
      : await eggInventory(opened.archive, nameOf(baseName(path)));
  return placedIn(path, inside);
}

function nameOf(fileName: string): Named | null {
  const entry = parseEntryName(fileName);
  return entry === null || entry.version === null
    ? null
    : { name: normalizeName(entry.name), version: entry.version };
}

/** setuptools, "The Internal Structure of Python Eggs": the metadata of an egg lies in its EGG-INFO. */
async function eggInventory(archive: Archive, named: Named | null): Promise<Inventory> {
  const read = await readMetadata(archive.tree, `${INFO}/PKG-INFO`);
  const { release, gaps } = releaseOf(read.path, read.metadata, named);
  const doubts = [...archive.gaps, ...(read.gaps.length > 0 ? read.gaps : gaps)];
  if (release === null) return makeInventory({ gaps: doubts });
  const requirements = await requirementsOf(archive, read);
  const whole = await withCopies(archive, artifactInventory({ release, requirements }), INFO);
  return { ...whole, gaps: [...doubts, ...whole.gaps] };
}

/** Requires-Dist, which few eggs have, else requires.txt. */
async function requirementsOf({ tree }: Archive, read: ReadMetadata): Promise<readonly Written[]> {
  const written = writtenIn(read);
  if (written.length > 0) return written;
  const path = `${INFO}/requires.txt`;
  const requires = await tree.read(path, REQUIRES_LIMIT);
  if (requires.kind !== "file") return [];
  const origin = fileOrigin(path);
  return parseRequiresText(new TextDecoder().decode(requires.bytes)).map((text) => ({ text, origin }));
}
