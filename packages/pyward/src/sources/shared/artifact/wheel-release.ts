import { fileOrigin, makeGap, type Gap } from "../../../model/index.ts";
import { formatVersion, parseWheelFilename } from "../../../python/index.ts";
import { isInfoFolderOf } from "../../../python/info-folder.ts";
import type { Archive } from "../archive/archive.ts";
import { readMetadata, writtenIn } from "./read-metadata.ts";
import { releaseOf, type Named, type Release } from "./release.ts";
import type { Written } from "./requirements.ts";

/** Which release a wheel is, and what it needs. */
export interface FoundRelease {
  /** Null where nothing says it. */
  readonly release: Release | null;
  /** Whether the file is named as PEP 427 wants. */
  readonly isNamed: boolean;
  /** The `.dist-info` folder; null where there is none. */
  readonly info: string | null;
  readonly requirements: readonly Written[];
  readonly gaps: readonly Gap[];
}

/**
 * The release of the one `.dist-info` folder in the root of a wheel. Where there are several, that of the wheel's own
 * name, as installers choose; the others are a gap.
 */
export async function findRelease({ tree }: Archive, fileName: string): Promise<FoundRelease> {
  const named = nameOf(fileName);
  const isNamed = named !== null;
  const listed = await tree.list("");
  const folders = (listed.kind === "directory" ? listed.entries : [])
    .filter(({ name, kind }) => kind === "directory" && name.endsWith(".dist-info"))
    .map(({ name }) => name);
  const info =
    folders.find((folder) => named !== null && isInfoFolderOf(folder, named.name)) ?? folders[0] ?? null;
  if (info === null) {
    const { release, gaps } = releaseOf("", null, named);
    return { release, isNamed, info, requirements: [], gaps };
  }
  const path = `${info}/METADATA`;
  const read = await readMetadata(tree, path);
  const { release, gaps } = releaseOf(path, read.metadata, named);
  const doubts = read.gaps.length > 0 ? read.gaps : gaps;
  const others = folders.filter((folder) => folder !== info).map(anotherFolder);
  return { release, isNamed, info, requirements: writtenIn(read), gaps: [...doubts, ...others] };
}

function nameOf(fileName: string): Named | null {
  const parsed = parseWheelFilename(fileName);
  return parsed.ok ? { name: parsed.value.name, version: formatVersion(parsed.value.version) } : null;
}

function anotherFolder(folder: string): Gap {
  const reason = "a wheel has one .dist-info folder (PEP 427), and this is another one: it was not read";
  return makeGap({ code: "unparsable-file", reason, origin: fileOrigin(folder) });
}
