import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ByteSource } from "../host/index.ts";
import { nodeTree, openByteSource } from "../host/node/index.ts";
import type { ImagesToRead } from "../read-images.ts";

/** The images at an absolute path: an OCI layout, or an archive of one or of `docker save`. Null where it is neither. */
export async function imagesAt(
  path: string,
  isDirectory: boolean,
  platforms: readonly string[],
): Promise<ImagesToRead | null> {
  if (isDirectory) {
    if (!existsSync(join(path, "oci-layout")) || !existsSync(join(path, "index.json"))) return null;
    const { filesOfFolder } = await import("../open-images.ts");
    const files = filesOfFolder(nodeTree(path), (inside) => openByteSource(join(path, inside)));
    return { open: async () => files, wanted: platforms, close: () => undefined };
  }
  const source = openIfTar(path);
  if (source === null) return null;
  const { openArchive } = await import("../open-images.ts");
  const files = await openArchive(source, path);
  if (files !== null) return { open: async () => files, wanted: platforms, close: () => source.close() };
  source.close();
  return null;
}

/** The file, where its first bytes are of a tar, gzip or zstd. */
function openIfTar(path: string): ByteSource | null {
  let source: ByteSource;
  try {
    source = openByteSource(path);
  } catch {
    return null; // a pipe, or forbidden: whoever reads it as something else says so
  }
  if (source.size >= HEAD && isTar(Buffer.from(source.read(0, HEAD)))) return source;
  source.close();
  return null;
}

/** Up to the magic of a tar's first header. */
const HEAD = 265;

function isTar(head: Buffer): boolean {
  if (head.subarray(257, 262).toString("latin1") === "ustar") return true;
  const magic = head.readUInt32LE();
  return (magic & 0xffff) === 0x8b1f || magic === 0xfd2fb528;
}
