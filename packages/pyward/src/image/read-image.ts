import type { LayerProblem } from "./apply-members.ts";
import type { FoundImage, FoundLayer } from "./found-image.ts";
import { growTree } from "./layered-tree.ts";
import { LAYER_LIMITS, TREE_LIMITS } from "./limits.ts";
import type { ImageFolder } from "./nodes.ts";
import { readLayer } from "./read-layer.ts";

/** An image, merged: what of it matters to Python, and what of it could not be read. */
export interface MergedImage {
  readonly root: ImageFolder;
  readonly problems: readonly LayerProblem[];
}

/** Reads the layers of an image one after another, from the lowest up. `step` is told the number of the next one. */
export async function mergeImage(image: FoundImage, step: (layer: number) => void): Promise<MergedImage> {
  const tree = growTree(TREE_LIMITS);
  const problems: LayerProblem[] = [];
  const left = { maxEntries: LAYER_LIMITS.maxEntries, maxTotal: LAYER_LIMITS.maxTotal };
  for (const [index, layer] of image.layers.entries()) {
    step(index);
    const what = `layer ${index + 1} of ${image.layers.length} (${shortKey(layer)})`;
    const fail = ({ code, reason }: LayerProblem): number =>
      problems.push({ code, reason: `${what}: ${reason}` });
    const pieces = await openLayer(image, layer, fail);
    if (pieces === null) continue;
    const { digest, size, diffId } = layer;
    const read = await readLayer(tree, { index, pieces, digest, size, diffId, limits: { ...left } });
    read.problems.forEach(fail);
    left.maxEntries -= read.entries;
    left.maxTotal -= read.bytes;
  }
  return { root: tree.root, problems };
}

/** Enough of the digest to find it by eye, or the path of a saved one. */
function shortKey({ key }: FoundLayer): string {
  return key.replace(/^(sha\d+:[0-9a-f]{12})[0-9a-f]+$/, "$1");
}

async function openLayer(
  { store }: FoundImage,
  { key, mediaType }: FoundLayer,
  fail: (problem: LayerProblem) => void,
): Promise<(() => AsyncIterable<Uint8Array>) | null> {
  if (!/tar/.test(mediaType) || /encrypted/.test(mediaType)) {
    fail({ code: "unsupported-format", reason: `pyward does not read the media type ${mediaType}` });
    return null;
  }
  const opened = await store.open(key);
  if (opened.kind === "blob") return anew(store, key, opened.pieces);
  const isForeign = /foreign|nondistributable/.test(mediaType);
  const missing = isForeign ? "it may not be distributed and is not in here" : "it is not in here";
  const reason = opened.kind === "missing" ? missing : opened.reason;
  fail({ code: opened.kind === "missing" ? "missing-file" : "unreadable", reason });
  return null;
}

/** The opened pieces the first time, opened again after that. */
function anew(
  store: FoundImage["store"],
  key: string,
  first: AsyncIterable<Uint8Array>,
): () => AsyncIterable<Uint8Array> {
  let isFirst = true;
  return () => {
    if (!isFirst) return reopened(store, key);
    isFirst = false;
    return first;
  };
}

async function* reopened(store: FoundImage["store"], key: string): AsyncGenerator<Uint8Array> {
  const opened = await store.open(key);
  if (opened.kind === "blob") yield* opened.pieces;
}
