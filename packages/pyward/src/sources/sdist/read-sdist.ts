import type { FileTree } from "../../host/index.ts";
import { baseName, fileOrigin, makeGap, makeInventory, type Gap, type Inventory } from "../../model/index.ts";
import { formatVersion, parseSdistFilename } from "../../python/index.ts";
import { placedIn, type Archive } from "../shared/archive/archive.ts";
import { openTarFile } from "../shared/archive/open-tar.ts";
import { openZipFile } from "../shared/archive/open-zip.ts";
import { artifactInventory } from "../shared/artifact/artifact-inventory.ts";
import { readMetadata } from "../shared/artifact/read-metadata.ts";
import { releaseOf, type Named } from "../shared/artifact/release.ts";
import { withCopies } from "../shared/artifact/with-copies.ts";
import type { Target } from "../shared/source.ts";
import { findNeeds } from "./needs.ts";

export async function readSdist(tree: FileTree, { path }: Target): Promise<Inventory> {
  const opened = path.endsWith(".zip") ? await openZipFile(tree, path) : await openTarFile(tree, path);
  const inside =
    opened.kind === "gap"
      ? makeInventory({ gaps: [opened.gap] })
      : await sdistInventory(opened.archive, nameOf(baseName(path)));
  return placedIn(path, inside);
}

function nameOf(fileName: string): Named | null {
  const parsed = parseSdistFilename(fileName);
  return parsed.ok ? { name: parsed.value.name, version: formatVersion(parsed.value.version) } : null;
}

/** The metadata lies in the one folder that an sdist has ("Source distribution format", "Source distribution file name"). */
async function sdistInventory(archive: Archive, named: Named | null): Promise<Inventory> {
  const folder = await findFolder(archive);
  if (folder === null) {
    return makeInventory({ gaps: [...archive.gaps, noSdist(named)] });
  }
  const read = await readMetadata(archive.tree, `${folder}/PKG-INFO`);
  const { release, gaps } = releaseOf(read.path, read.metadata, named);
  const doubts = [...archive.gaps, ...(read.gaps.length > 0 ? read.gaps : gaps)];
  if (release === null) return makeInventory({ gaps: doubts });
  const needs = await findNeeds(archive, { name: release.name, folder, read });
  const artifact = artifactInventory({ release, requirements: needs.requirements });
  const whole = await withCopies(archive, artifact, null);
  return { ...whole, gaps: [...doubts, ...needs.gaps, ...whole.gaps] };
}

async function findFolder({ tree }: Archive): Promise<string | null> {
  const listed = await tree.list("");
  if (listed.kind !== "directory") return null;
  for (const { name, kind } of listed.entries) {
    if (kind === "directory" && (await tree.stat(`${name}/PKG-INFO`)).kind === "found") return name;
  }
  return null;
}

function noSdist(named: Named | null): Gap {
  const reason =
    "there is no folder with a PKG-INFO in it: it is no source distribution, or one without metadata";
  return makeGap({ code: "unparsable-file", name: named?.name ?? null, reason, origin: fileOrigin("") });
}
