import { crc32, inflateRawSync } from "node:zlib";

import type { FileEntry } from "@zip.js/zip.js";

/** A file of an archive: its path as written there, and its content or why it has none. */
export type ZipMember =
  | { readonly kind: "file"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

export interface ZipLimits {
  readonly maxEntries: number;
  /** Bytes of one file, unpacked. */
  readonly maxFile: number;
  /** Bytes of all of them together, unpacked. */
  readonly maxTotal: number;
}

/**
 * The files of a zip in the order of its directory, each unpacked in memory; nothing is written, so no path in it
 * matters. A bad member, or one over its limit, costs only itself; a bad directory or a limit of the whole ends
 * the archive with one `unreadable` of path "". Never throws for what the archive holds.
 */
export async function* readZip(
  bytes: Uint8Array,
  wants: (path: string) => boolean,
  limits: ZipLimits,
): AsyncGenerator<ZipMember> {
  const { ZipReader, Uint8ArrayReader, Uint8ArrayWriter, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { filenameValidation: "tolerant" });
  let entries = 0;
  let left = limits.maxTotal;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (++entries > limits.maxEntries) throw new Error(`more than ${limits.maxEntries} files`);
      if (entry.directory || !wants(entry.filename)) continue;
      const packed = (): Promise<Uint8Array> => entry.getData(new Uint8ArrayWriter(), { passThrough: true });
      const member = await readMember(entry, packed, limits.maxFile);
      if (member.kind === "file") left -= member.bytes.length;
      if (left < 0) throw new Error(`more than ${limits.maxTotal} bytes`);
      yield member;
    }
  } catch (error) {
    yield { kind: "unreadable", path: "", reason: `the zip cannot be read further: ${messageOf(error)}` };
  } finally {
    await reader.close();
  }
}

const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacked by zlib in one call: half of the time that the library's streams take for many small files. The size in the
 * directory can lie, so the bound is on what comes out.
 */
async function readMember(
  entry: FileEntry,
  packed: () => Promise<Uint8Array>,
  limit: number,
): Promise<ZipMember> {
  const path = entry.filename;
  if (entry.encrypted) return { kind: "unreadable", path, reason: "it is encrypted" };
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    return { kind: "unreadable", path, reason: `its compression ${entry.compressionMethod} is not known` };
  try {
    const raw = await packed();
    const bytes = entry.compressionMethod === STORED ? raw : inflateRawSync(raw, { maxOutputLength: limit });
    if (bytes.length > limit) return { kind: "unreadable", path, reason: `more than ${limit} bytes` };
    if (crc32(bytes) !== entry.signature)
      return { kind: "unreadable", path, reason: "its checksum does not fit" };
    return { kind: "file", path, bytes };
  } catch (error) {
    return { kind: "unreadable", path, reason: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "it is damaged";
}
