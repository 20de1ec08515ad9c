import { readPackedTar } from "../archive/tar/index.ts";
import { openZip, type ZipBytes } from "../archive/zip/open-zip.ts";
import { parseMetadata } from "../python/core-metadata.ts";
import { normalizeName } from "../python/index.ts";
import { isInfoFolderOf } from "../python/info-folder.ts";
import { areStatic } from "../python/static-fields.ts";
import type { IndexFile } from "./page/project-page.ts";
import { staticProject } from "./static-project.ts";

/** A file that came, and is not what it should be: no installer could use it. The message is the end of a sentence. */
export class UnusableFile extends Error {}

export const METADATA_LIMIT = 8 * 1024 * 1024;
const ZIP_LIMITS = { maxEntries: 200_000, maxTotal: 2 * METADATA_LIMIT };
const TAR_LIMITS = {
  maxEntries: 200_000,
  maxFile: METADATA_LIMIT,
  maxTotal: 2 * 1024 * 1024 * 1024,
  maxName: 4096,
  maxRatio: 1000,
  ratioFrom: 64 * 1024 * 1024,
};

/** What an sdist's `[project]` needs to stand in for its metadata (PEP 621, PEP 643). */
export const NEEDS = ["requires-dist", "requires-python", "provides-extra"];

export function inMemory(bytes: Uint8Array): ZipBytes {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** The METADATA of a wheel. Throws UnusableFile. */
export async function metadataOfWheel({ name }: IndexFile, bytes: ZipBytes): Promise<Uint8Array> {
  const project = normalizeName(name.slice(0, name.indexOf("-")));
  const isWanted = (path: string): boolean => {
    const [folder = "", file, more] = path.split("/", 3);
    return file === "METADATA" && more === undefined && isInfoFolderOf(folder, project);
  };
  const { entries, problem } = await openZip(bytes, isWanted, ZIP_LIMITS);
  const found = entries.filter(({ path }) => isWanted(path));
  const read = found[0]?.read ?? null;
  if (found.length !== 1 || read === null)
    throw new UnusableFile(problem === null ? "the wheel has not one METADATA" : "the wheel cannot be read");
  const member = await read(METADATA_LIMIT);
  if (member.kind === "file") return member.bytes;
  throw new UnusableFile("the METADATA of the wheel cannot be read");
}

/** The PKG-INFO of an sdist; where that is not static and its pyproject.toml is, what that one says as metadata. Throws UnusableFile. */
export async function metadataOfSdist(file: IndexFile, bytes: Uint8Array): Promise<Uint8Array> {
  const members = file.name.endsWith(".zip") ? await inZip(bytes) : await inTar(bytes);
  const info = members.get("PKG-INFO");
  if (info === undefined) throw new UnusableFile("the source distribution has no PKG-INFO that can be read");
  if (areStatic(parseMetadata(info), NEEDS)) return info;
  const project = members.get("pyproject.toml");
  if (project === undefined) return info;
  return staticProject(Buffer.from(project).toString("utf8"), file.version) ?? info;
}

/** In the one folder that an sdist has. */
const MEMBER = /^[^/]{1,500}\/(PKG-INFO|pyproject\.toml)$/;

async function inZip(bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const { entries } = await openZip(inMemory(bytes), (path) => MEMBER.test(path), ZIP_LIMITS);
  const members = new Map<string, Uint8Array>();
  for (const { path, read } of entries) {
    const name = MEMBER.exec(path)?.[1];
    if (name === undefined || members.has(name) || read === null) continue;
    const member = await read(METADATA_LIMIT);
    if (member.kind === "file") members.set(name, member.bytes);
  }
  return members;
}

async function inTar(bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  async function* pieces() {
    yield bytes;
  }
  const members = new Map<string, Uint8Array>();
  for await (const member of readPackedTar(
    pieces(),
    (path) => (MEMBER.test(path) ? "bytes" : "nothing"),
    TAR_LIMITS,
  )) {
    if (member.kind !== "file" || member.bytes === null) continue;
    const name = MEMBER.exec(member.path)?.[1];
    if (name !== undefined && !members.has(name)) members.set(name, Uint8Array.from(member.bytes));
    if (members.size === 2) break;
  }
  return members;
}
