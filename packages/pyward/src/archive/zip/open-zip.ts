import type { ArchiveWarning, FileEntry } from "@zip.js/zip.js";

import { messageOf, readMember, type ZipMember } from "./read-member.ts";

/** The bytes of an archive, wherever they lie. `read` gives exactly `length` bytes or throws. */
export interface ZipBytes {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface OpenZipLimits {
  readonly maxEntries: number;
  /** Bytes of what is read of all files together, unpacked. */
  readonly maxTotal: number;
}

/** One entry of the directory. Of two with one path, Python's zipfile, pip and the zip importer see the later. */
export interface ZipEntry {
  /** As written. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Unpacked, as the directory says: it can lie. */
  readonly size: number;
  /** Unpacks at most `limit` bytes. Null where `wants` did not ask for this path. */
  readonly read: ((limit: number) => Promise<ZipMember>) | null;
}

export interface OpenedZip {
  /** In the order of the directory. */
  readonly entries: readonly ZipEntry[];
  /** Why the directory could not be read to its end; null: it was. */
  readonly problem: string | null;
  /** The problem is a limit of ours, not damage. */
  readonly isLimit: boolean;
  /** Why another tool may find other files in it; null: all read it alike, save for paths that are there twice. */
  readonly ambiguity: string | null;
}

/** The directory is read at once: one of 200,000 long names has some 30 MB. */
const MAX_READ = 40 * 1024 * 1024;

/**
 * The directory of a zip, and for the paths that `wants` asks for a way to read them later, each on its own: a wheel of
 * a gigabyte costs its directory and the files that are looked at. Never throws for what the archive holds.
 */
export async function openZip(
  bytes: ZipBytes,
  wants: (path: string) => boolean,
  limits: OpenZipLimits,
): Promise<OpenedZip> {
  const { ZipReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const reader = new ZipReader(await readerOf(bytes), { filenameValidation: "tolerant" });
  const entries: ZipEntry[] = [];
  const budget = { left: limits.maxTotal };
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.length >= limits.maxEntries) throw new LimitError(`more than ${limits.maxEntries} files`);
      const { filename: path, directory: isDirectory, uncompressedSize: size } = entry;
      const read = !entry.directory && wants(path) ? readerFor(entry, budget) : null;
      entries.push({ path, isDirectory, size, read });
    }
  } catch (error) {
    return { entries, problem: messageOf(error), isLimit: error instanceof LimitError, ambiguity: null };
  }
  return { entries, problem: null, isLimit: false, ambiguity: ambiguityOf(reader.warnings ?? []) };
}

class LimitError extends Error {}

/** Of the library's warnings: entries that are not counted, and a second directory or end of it. A prefix is no ambiguity. */
const AMBIGUOUS = new Set([
  "trailing central directory data",
  "prepended central directory",
  "mismatched zip64 end of central directory record",
]);

function ambiguityOf(warnings: readonly ArchiveWarning[]): string | null {
  return warnings.find(({ reason }) => AMBIGUOUS.has(reason))?.reason ?? null;
}

async function readerOf(bytes: ZipBytes) {
  const { Reader } = await import("@zip.js/zip.js");
  return new (class extends Reader<ZipBytes> {
    override size = bytes.size;
    override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
      const available = Math.max(0, Math.min(length, bytes.size - offset));
      if (available > MAX_READ) throw new LimitError(`its directory is larger than ${MAX_READ} bytes`);
      return bytes.read(offset, available);
    }
  })(bytes);
}

function readerFor(entry: FileEntry, budget: { left: number }): (limit: number) => Promise<ZipMember> {
  return async (limit) => {
    const path = entry.filename;
    // Deflate never makes a file much larger: what is longer packed is longer unpacked.
    if (entry.compressedSize > limit * 1.01 + 1024)
      return { kind: "unreadable", path, reason: `more than ${limit} bytes` };
    const { Uint8ArrayWriter } = await import("@zip.js/zip.js");
    const packed = (): Promise<Uint8Array> =>
      entry.getData(new Uint8ArrayWriter(), { passThrough: true, checkLocalFilename: true });
    const member = await readMember(entry, packed, Math.min(limit, budget.left));
    if (member.kind === "file") budget.left -= member.bytes.length;
    return member;
  };
}
