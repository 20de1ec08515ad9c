import type { FileTree } from "../host/index.ts";
import type { ClaimedTarget } from "./discover.ts";

/** The end record of a zip with the longest comment (APPNOTE 4.3.16). */
const TAIL = 22 + 0xffff;
const WHOLE_LIMIT = 64 * 1024 * 1024;

/**
 * A file that was named, and whose name says nothing: applications in a zip often have no ending at all, and what is
 * uploaded for a function in a cloud is some `.zip`. Null where it is no zip. Content is looked at only for what was named.
 */
export async function claimZip(tree: FileTree, path: string): Promise<ClaimedTarget | null> {
  const found = await tree.stat(path);
  if (found.kind !== "found" || found.entry !== "file") return null;
  const length = Math.min(found.size, TAIL);
  const tail = tree.readRange
    ? await tree.readRange(path, found.size - length, length)
    : await tree.read(path, WHOLE_LIMIT);
  if (tail.kind !== "file" || !hasEndRecord(tail.bytes)) return null;
  return { source: "zipapp", path };
}

function hasEndRecord(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes("PK\u0005\u0006", "latin1");
}
