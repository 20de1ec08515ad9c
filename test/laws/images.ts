import type { MadeMember } from "../../packages/pyward/src/archive/tar/make-tar.ts";
import { SILENT, type ByteSource } from "../../packages/pyward/src/host/index.ts";
import { memoryTree } from "../../packages/pyward/src/host/memory/index.ts";
import { filesOfArchive, filesOfFolder } from "../../packages/pyward/src/image/index.ts";
import { distribution, type MadeImage, type Parts } from "../../packages/pyward/src/image/make-image.ts";
import { readImages } from "../../packages/pyward/src/read-images.ts";

// What the tests of images share: reading one from memory, and the short of what is found.

export const SITE = "usr/local/lib/python3.12/site-packages";

export function sourceOf(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => undefined,
  };
}

export type Read = Awaited<ReturnType<typeof readImages>>;

export async function readArchive(bytes: Buffer, ...wanted: readonly string[]): Promise<Read> {
  const files = await filesOfArchive(sourceOf(bytes));
  return await readImages({ open: async () => files, wanted, close: () => undefined }, SILENT);
}

export async function readParts(parts: Parts, ...wanted: readonly string[]): Promise<Read> {
  const files = filesOfFolder(memoryTree(parts), (path) => sourceOf(parts[path] ?? Buffer.alloc(0)));
  return await readImages({ open: async () => files, wanted, close: () => undefined }, SILENT);
}

/** `name@version layer path`, where the lowest layer is 1. */
export function found({ images }: Read): readonly string[] {
  return images.flatMap(({ sources, facts }) =>
    sources.flatMap(({ inventory }) =>
      inventory.dependencies.flatMap(({ key, origins }) =>
        origins.map(({ path, layer }) => `${key} ${facts.layers.indexOf(layer ?? "") + 1} ${path}`),
      ),
    ),
  );
}

export function gaps(read: Read): readonly string[] {
  const inside = read.images.flatMap(({ sources }) => sources.flatMap(({ inventory }) => inventory.gaps));
  return [...read.gaps, ...inside].map(({ code, reason }) => `${code}: ${reason}`);
}

export const said = (read: Read): unknown => [found(read), gaps(read), read.images.map(({ facts }) => facts)];
export const codes = (read: Read): readonly string[] => gaps(read).map((gap) => gap.split(":")[0] ?? "");
export const metadata = (folder: string, release: string): string =>
  `${folder}/${release}.dist-info/METADATA`;
export const one = (...layers: readonly (readonly MadeMember[])[]): MadeImage => ({
  layers: layers.map((members) => ({ members })),
});

/** A base with three packages; above it one is removed, one replaced, one added. */
export const CHANGED = one(
  [
    ...distribution(SITE, "brick", "1.0"),
    ...distribution(SITE, "mortar", "2.0"),
    ...distribution(SITE, "wall", "3.0", "brick"),
  ],
  [
    { path: `${SITE}/.wh.mortar-2.0.dist-info` },
    { path: `${SITE}/.wh.mortar` },
    { path: `${SITE}/.wh.brick-1.0.dist-info` },
    ...distribution(SITE, "brick", "1.1"),
    ...distribution(SITE, "tile", "0.1"),
  ],
);
export const CHANGED_FOUND = [
  `brick@1.1 2 ${metadata(SITE, "brick-1.1")}`,
  `tile@0.1 2 ${metadata(SITE, "tile-0.1")}`,
  `wall@3.0 1 ${metadata(SITE, "wall-3.0")}`,
];
