import type { LayerProblem } from "./apply-members.ts";
import type { BlobStore } from "./blob-store.ts";
import { fits } from "./choose-platforms.ts";
import { parseConfig, type ImageConfig, type SavedImage } from "./documents.ts";
import type { FoundImage, FoundImages, WantedPlatforms } from "./found-image.ts";
import type { ImageFiles } from "./linked-files.ts";
import { collect, readDocument } from "./read-document.ts";
import { platformName } from "./blob-store.ts";

/**
 * The images of an archive that has no index (`docker save` before Docker 25, and what follows it): its files are named
 * in `manifest.json`. A layer has no digest of its stored bytes, but one of the unpacked ones.
 */
export async function savedImages(
  files: ImageFiles,
  saved: readonly SavedImage[],
  wanted: WantedPlatforms,
): Promise<FoundImages> {
  const problems: LayerProblem[] = [];
  const images: FoundImage[] = [];
  for (const one of saved) {
    const config = await configOf(files, one, problems);
    const platform = config?.platform ?? null;
    if (wanted.length > 0 && !wanted.some((name) => fits(platform, name))) {
      const there = platform === null ? "another" : platformName(platform);
      problems.push({
        code: "nothing-to-audit",
        reason: `there is no image for ${wanted.join(" or ")}; there is ${there}`,
      });
      continue;
    }
    if (config !== null && config.diffIds.length !== one.layers.length) {
      const reason = `manifest.json has ${one.layers.length} layers, and the configuration ${config.diffIds.length}`;
      problems.push({ code: "unparsable-file", reason });
    }
    images.push(imageOf(files, one, config));
  }
  return { images, problems, notes: [] };
}

function imageOf(files: ImageFiles, { tags, layers }: SavedImage, config: ImageConfig | null): FoundImage {
  const byKey: BlobStore = { open: (path) => files.open(path) };
  return {
    name: tags[0] ?? null,
    platform: config?.platform ?? null,
    digest: null,
    layers: layers.map((path, at) => ({
      mediaType: "application/vnd.docker.image.rootfs.diff.tar",
      key: path,
      digest: null,
      size: null,
      diffId: config?.diffIds[at] ?? null,
    })),
    store: byKey,
  };
}

/** The name of a configuration is its digest. */
async function configOf(
  files: ImageFiles,
  { config: path }: SavedImage,
  problems: LayerProblem[],
): Promise<ImageConfig | null> {
  const hex = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
  const what = `the configuration ${path}`;
  let text: string | null = null;
  if (hex === undefined) {
    const opened = await files.open(path);
    const read = opened.kind === "blob" ? await collect(opened.pieces) : null;
    if (read?.kind === "text") text = read.text;
    else
      problems.push({
        code: opened.kind === "missing" ? "missing-file" : "unreadable",
        reason: `${what} cannot be read`,
      });
  } else {
    const read = await readDocument({ open: () => files.open(path) }, `sha256:${hex}`, what);
    if (read.problem !== null) problems.push(read.problem);
    if (read.kind === "text") text = read.text;
  }
  if (text === null) return null;
  const config = parseConfig(text);
  if (config === null) problems.push({ code: "unparsable-file", reason: `${what} is none of an image` });
  return config;
}
