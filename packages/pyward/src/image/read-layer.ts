import { unpack } from "../archive/compression/decompress.ts";
import {
  readTar,
  readerOfPieces,
  type ByteReader,
  type TarLimits,
  type TarWish,
} from "../archive/tar/index.ts";
import { applyMembers, fulfil, type AwaitedLink, type LayerProblem } from "./apply-members.ts";
import { checkDigest, type DigestCheck } from "./digest.ts";
import type { LayeredTree } from "./layered-tree.ts";
import { LAYER_LIMITS } from "./limits.ts";
import { keepForPython, mostKept } from "./python-files.ts";

/** A layer to be read, with what its bytes have to be. */
export interface LayerInput {
  /** From the lowest up, from 0. */
  readonly index: number;
  /** Opens it anew each time it is called. */
  readonly pieces: () => AsyncIterable<Uint8Array>;
  /** Of the bytes as they are stored; null where nothing says it. */
  readonly digest: string | null;
  readonly size: number | null;
  /** Of the unpacked bytes; null where nothing says it. */
  readonly diffId: string | null;
  readonly limits: Pick<TarLimits, "maxEntries" | "maxTotal">;
}

/** What reading a layer took, and what of it could not be used. */
export interface ReadLayer {
  readonly problems: readonly LayerProblem[];
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Reads a layer from the first byte to the last and puts it on the tree: once, and a second time only where hard links
 * lead to files that did not look as if they mattered. Never throws for what the layer holds.
 */
export async function readLayer(tree: LayeredTree, input: LayerInput): Promise<ReadLayer> {
  const limits = { ...LAYER_LIMITS, ...input.limits };
  const stored = checked(input.pieces(), input.digest, input.size);
  const isPackedTwice = input.diffId !== null && input.diffId !== input.digest;
  const unpacked = checked(unpack(stored.pieces, limits), isPackedTwice ? input.diffId : null, null);
  const reader = readerOfPieces(unpacked.pieces);
  const { problems, awaited, entries, isCutShort } = await applyMembers(
    tree,
    readTar(reader, wish, limits),
    input.index,
  );
  // A tar that ends early has said why; then there is nothing to compare.
  const wrong = (await isAtEnd(reader)) && !isCutShort ? (stored.problem() ?? unpacked.problem()) : null;
  if (awaited.length > 0) await readAgain(tree, input, awaited);
  return {
    problems: wrong === null ? problems : [...problems, { code: "unreadable", reason: wrong }],
    entries,
    bytes: reader.position,
  };
}

function checked(pieces: AsyncIterable<Uint8Array>, digest: string | null, size: number | null): DigestCheck {
  return digest === null ? { pieces, problem: () => null } : checkDigest(pieces, digest, size);
}

function wish(path: string, size: number): TarWish {
  const inside = inImage(path);
  return keepForPython(inside) === "content" && size <= mostKept(inside) ? "bytes" : "nothing";
}

/** Tools write `usr/lib`, `./usr/lib` or `/usr/lib`. */
function inImage(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "");
}

/** Bytes behind the end of the tar belong to the digest. False where they cannot be read, which the tar's end has said. */
async function isAtEnd(reader: ByteReader): Promise<boolean> {
  try {
    while ((await reader.some(Number.MAX_SAFE_INTEGER)).length > 0);
    return true;
  } catch {
    return false;
  }
}

async function readAgain(
  tree: LayeredTree,
  input: LayerInput,
  awaited: readonly AwaitedLink[],
): Promise<void> {
  const limits = { ...LAYER_LIMITS, ...input.limits };
  const targets = new Set(awaited.map(({ target }) => target));
  const isAwaited = (path: string): TarWish => (targets.has(inImage(path)) ? "bytes" : "nothing");
  const reader = readerOfPieces(unpack(input.pieces(), limits));
  await fulfil(tree, readTar(reader, isAwaited, limits), awaited);
}
