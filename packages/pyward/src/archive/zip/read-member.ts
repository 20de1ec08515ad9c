import { crc32, inflateRawSync } from "node:zlib";

import type { FileEntry } from "@zip.js/zip.js";

/** A file of an archive: its path as written there, and its content or why it has none. */
export type ZipMember =
  | { readonly kind: "file"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacked by zlib in one call: half of the time that the library's streams take for many small files. The size in the
 * directory can lie, so the bound is on what comes out.
 */
export async function readMember(
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

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "it is damaged";
}
