import type { BlobStore } from "./blob-store.ts";
import { parseManifest, parseSavedImages, type SavedImage } from "./documents.ts";
import type { FoundImages, WantedPlatforms } from "./found-image.ts";
import type { ImageFiles } from "./linked-files.ts";
import { imagesBehind } from "./layout-images.ts";
import { collect } from "./read-document.ts";
import { savedImages } from "./saved-images.ts";

/**
 * The images that files hold, as an OCI layout or as `docker save` writes them; null where they are neither. What Docker
 * has saved since version 25 is both, and the layout says more.
 */
export async function findImages(files: ImageFiles, wanted: WantedPlatforms): Promise<FoundImages | null> {
  const found = (await inLayout(files, wanted)) ?? (await inManifest(files, wanted));
  if (found === null || files.problem === null) return found;
  return { ...found, problems: [files.problem, ...found.problems] };
}

async function inLayout(files: ImageFiles, wanted: WantedPlatforms): Promise<FoundImages | null> {
  if (!(await files.has("index.json"))) return null;
  const isLayout = (await files.has("oci-layout")) || (await files.has("blobs/sha256"));
  const text = await textOf(files, "index.json");
  const index = text === null ? null : parseManifest(text);
  if (index?.kind === "index") return await imagesBehind(layoutStore(files), index.manifests, wanted);
  if (!isLayout || (await files.has("manifest.json"))) return null;
  const problem = { code: "unparsable-file", reason: "index.json of the layout is no index" } as const;
  return { images: [], problems: [problem], notes: [] };
}

/** `blobs/ALGORITHM/HEX` (OCI image specification, "Image Layout"). */
function layoutStore(files: ImageFiles): BlobStore {
  return { open: (digest) => files.open(`blobs/${digest.replace(":", "/")}`) };
}

async function inManifest(files: ImageFiles, wanted: WantedPlatforms): Promise<FoundImages | null> {
  const text = (await files.has("manifest.json")) ? await textOf(files, "manifest.json") : null;
  const saved: readonly SavedImage[] | null = text === null ? null : parseSavedImages(text);
  return saved === null ? null : await savedImages(files, saved, wanted);
}

async function textOf(files: ImageFiles, path: string): Promise<string | null> {
  const opened = await files.open(path);
  const read = opened.kind === "blob" ? await collect(opened.pieces) : null;
  return read?.kind === "text" ? read.text : null;
}
