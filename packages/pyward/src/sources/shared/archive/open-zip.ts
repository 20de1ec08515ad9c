import type { OpenedZip, ZipBytes, ZipEntry } from "../../../archive/zip/open-zip.ts";
import type { FileTree, ReadResult } from "../../../host/index.ts";
import { baseName, type Gap } from "../../../model/index.ts";
import { harmless } from "../harmless.ts";
import { isMetadata, memberPath, type OpenedArchive } from "./archive.ts";
import { memberTree, type Member } from "./member-tree.ts";
import { archiveGap, failed, leadOut, type Shortfall } from "./shortfall.ts";

/** The largest wheels have some 20,000 files, the largest applications in one file some 100,000. */
const LIMITS = { maxEntries: 200_000, maxTotal: 256 * 1024 * 1024 };
/** Where a tree cannot be read in parts. */
const WHOLE_LIMIT = 512 * 1024 * 1024;

/** A zip of the tree as a tree of its own, without reading more than its directory. Origins of its gaps lie inside it. */
export async function openZipFile(tree: FileTree, path: string): Promise<OpenedArchive> {
  const found = await tree.stat(path);
  if (found.kind !== "found") return asGap(failed(found));
  if (found.entry !== "file")
    return asGap({ code: "unreadable", reason: "there is no regular file at this path" });
  const { readRange } = tree;
  if (readRange !== undefined) {
    const read = async (offset: number, length: number): Promise<Uint8Array> =>
      bytesOf(await readRange(path, offset, length));
    return openZipBytes({ size: found.size, read });
  }
  const whole = await tree.read(path, WHOLE_LIMIT);
  return whole.kind === "file" ? openZipBytes(inMemory(whole.bytes)) : asGap(failed(whole));
}

/** For a zip inside of another archive. */
export function inMemory(bytes: Uint8Array): ZipBytes {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** The zip in these bytes as a tree. */
export async function openZipBytes(bytes: ZipBytes): Promise<OpenedArchive> {
  const { openZip } = await import("../../../archive/zip/open-zip.ts");
  const zip = await openZip(bytes, (path) => isMetadata(path), LIMITS);
  if (zip.entries.length === 0 && zip.problem !== null) {
    const reason = `it is not a zip that can be read: ${harmless(zip.problem)}`;
    return asGap({ code: zip.isLimit ? "limit-exceeded" : "unparsable-file", reason });
  }
  const { members, gaps } = plant(zip);
  return {
    kind: "archive",
    archive: { tree: memberTree(members), files: [...members.keys()].toSorted(), gaps },
  };
}

interface Planted {
  readonly members: ReadonlyMap<string, Member>;
  readonly gaps: readonly Gap[];
}

function plant(zip: OpenedZip): Planted {
  const members = new Map<string, Member>();
  const twice = new Set<string>();
  let outside = 0;
  for (const entry of zip.entries) {
    if (entry.isDirectory) continue;
    const path = memberPath(entry.path);
    if (path === null) outside++;
    else {
      if (members.has(path) && entry.read !== null) twice.add(path);
      members.set(path, memberOf(entry));
    }
  }
  const gaps = [...twice].toSorted().map(writtenTwice);
  if (outside > 0) gaps.push(leadOut(outside));
  if (zip.problem !== null) gaps.push(cut(zip));
  if (zip.ambiguity !== null) {
    const reason = `other tools may find other files in this zip: ${harmless(zip.ambiguity)}`;
    gaps.push(archiveGap({ code: "unparsable-file", reason }));
  }
  return { members, gaps };
}

function memberOf({ size, read }: ZipEntry): Member {
  return {
    kind: "file",
    size,
    read: async (limit): Promise<ReadResult> => {
      if (read === null) return { kind: "unreadable", reason: "pyward does not read this file" };
      const member = await read(limit);
      if (member.kind === "file") return member;
      return { kind: "unreadable", reason: harmless(member.reason) };
    },
  };
}

function writtenTwice(path: string): Gap {
  const reason = `the archive holds ${harmless(baseName(path))} twice, and which of them counts depends on the tool; the last was read`;
  return archiveGap({ code: "unparsable-file", reason }, path);
}

function cut({ isLimit, problem }: OpenedZip): Gap {
  const said = harmless(problem ?? "");
  const reason = isLimit
    ? `it holds ${said}: the rest was not looked at`
    : `the zip cannot be read further: ${said}`;
  return archiveGap({ code: isLimit ? "limit-exceeded" : "unparsable-file", reason });
}

function bytesOf(read: ReadResult): Uint8Array {
  if (read.kind === "file") return read.bytes;
  throw new Error(failed(read).reason);
}

function asGap(shortfall: Shortfall): OpenedArchive {
  return { kind: "gap", gap: archiveGap(shortfall) };
}
