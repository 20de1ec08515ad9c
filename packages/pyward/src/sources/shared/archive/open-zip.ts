import type { OpenedZip, ZipBytes, ZipEntry } from "../../../archive/zip/open-zip.ts";
import type { FileTree, ReadFailure, ReadResult } from "../../../host/index.ts";
import { baseName, fileOrigin, makeGap, type Gap } from "../../../model/index.ts";
import { memberPath, type OpenedArchive } from "./archive.ts";
import { memberTree, type Member } from "./member-tree.ts";

/** The largest wheels have some 20,000 files, the largest applications in one file some 100,000. */
const LIMITS = { maxEntries: 200_000, maxTotal: 256 * 1024 * 1024 };
/** Where a tree cannot be read in parts. */
const WHOLE_LIMIT = 512 * 1024 * 1024;

/** What an audit may want to read of an archive; the rest is known by its name. */
const METADATA =
  /\.(?:dist|egg)-info\/|(?:^|\/)EGG-INFO\/|^PEX-INFO$|\.(?:whl|egg|pth)$|(?:^|\/)[^/]*(?:vendor|patched)[^/]*\/[^/]+\.(?:txt|json)$|^(?:[^/]+\/)?(?:PKG-INFO|pyproject\.toml)$/i;

/** A zip of the tree as a tree of its own, without reading more than its directory. Origins of its gaps lie inside it. */
export async function openZipFile(tree: FileTree, path: string): Promise<OpenedArchive> {
  const found = await tree.stat(path);
  if (found.kind !== "found") return wholeGap(failed(found));
  if (found.entry !== "file")
    return wholeGap({ code: "unreadable", reason: "there is no regular file at this path" });
  const { readRange } = tree;
  if (readRange !== undefined) {
    const read = async (offset: number, length: number): Promise<Uint8Array> =>
      bytesOf(await readRange(path, offset, length));
    return openZipBytes({ size: found.size, read });
  }
  const whole = await tree.read(path, WHOLE_LIMIT);
  return whole.kind === "file" ? openZipBytes(inMemory(whole.bytes)) : wholeGap(failed(whole));
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
  const zip = await openZip(bytes, (path) => METADATA.test(path), LIMITS);
  if (zip.entries.length === 0 && zip.problem !== null) {
    const reason = `it is not a zip that can be read: ${harmless(zip.problem)}`;
    return wholeGap({ code: "unparsable-file", reason });
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
  if (outside > 0) gaps.push(leadsOut(outside));
  if (zip.problem !== null) gaps.push(cut(zip));
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
  return makeGap({ code: "unparsable-file", reason, origin: fileOrigin(path) });
}

function leadsOut(count: number): Gap {
  const reason = `the paths of ${count} of its files lead out of the archive or are too long; they were not looked at`;
  return makeGap({ code: "outside-root", reason, origin: fileOrigin("") });
}

function cut({ entries, problem }: OpenedZip): Gap {
  const isLimit = entries.length >= LIMITS.maxEntries;
  const reason = isLimit
    ? `it holds more than ${LIMITS.maxEntries} files: the rest was not looked at`
    : `the zip cannot be read further: ${harmless(problem ?? "")}`;
  return makeGap({ code: isLimit ? "limit-exceeded" : "unparsable-file", reason, origin: fileOrigin("") });
}

type Shortfall = Pick<Gap, "code" | "reason">;

function failed(failure: ReadFailure): Shortfall {
  switch (failure.kind) {
    case "missing":
      return { code: "unreadable", reason: "the file does not exist" };
    case "outside-root":
      return { code: "outside-root", reason: "the file is a link that leads out of the audited root" };
    case "too-large":
      return {
        code: "limit-exceeded",
        reason: `the file has ${failure.size} bytes; pyward reads up to ${failure.limit}`,
      };
    case "not-a-file":
    case "not-a-directory":
      return { code: "unreadable", reason: "there is no regular file at this path" };
    case "unreadable":
      return { code: "unreadable", reason: harmless(failure.reason) };
    default:
      return failure satisfies never;
  }
}

function wholeGap(shortfall: Shortfall): OpenedArchive {
  return { kind: "gap", gap: makeGap({ ...shortfall, origin: fileOrigin("") }) };
}

function bytesOf(read: ReadResult): Uint8Array {
  if (read.kind === "file") return read.bytes;
  throw new Error(failed(read).reason);
}

/** Names and messages of an archive in a sentence of ours: no control characters, no page of text. */
export function harmless(text: string): string {
  return text.slice(0, 200).replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "?");
}
