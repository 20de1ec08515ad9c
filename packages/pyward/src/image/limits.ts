import type { TarLimits } from "../archive/tar/index.ts";
import type { UnpackLimits } from "../archive/compression/decompress.ts";
import type { TreeLimits } from "./layered-tree.ts";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** Of one layer, and of all layers of an image together: images of 50 GB with 1,000,000 files exist. */
export const LAYER_LIMITS: TarLimits & UnpackLimits = {
  maxEntries: 5_000_000,
  maxFile: 128 * MIB,
  maxTotal: 64 * GIB,
  maxName: 4096,
  maxRatio: 200,
  ratioFrom: 256 * MIB,
};

/** Of one file of metadata. */
export const MOST_METADATA = 8 * MIB;

/** What is kept of an image in memory. Of the largest seen, with 1,000 distributions, it is some 20 MB; a database of rpm may be as large as 128 MB. */
export const TREE_LIMITS: TreeLimits = { maxNodes: 200_000, maxKept: 256 * MIB, maxDepth: 200 };

/** The largest index, manifest or configuration that is read; registries take manifests of up to 4 MiB. */
export const DOCUMENT_LIMIT = 4 * MIB;
