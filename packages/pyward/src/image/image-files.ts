import { readerAt, readTar } from "../archive/tar/index.ts";
import type { ByteSource, FileTree } from "../host/index.ts";
import { tarProblem, type LayerProblem } from "./apply-members.ts";
import { compressedFiles } from "./compressed-files.ts";
import { LAYER_LIMITS } from "./limits.ts";
import { behindLinks, nameOf, opened, type ArchivedFile, type ImageFiles } from "./linked-files.ts";

/** A folder; `open` gives a file of it for reading in pieces, and throws the system's error. */
export function filesOfFolder(tree: FileTree, open: (path: string) => ByteSource): ImageFiles {
  return {
    has: async (path) => (await tree.stat(path)).kind === "found",
    open: async (path) => {
      const found = await tree.stat(path);
      if (found.kind === "missing") return found;
      if (found.kind !== "found" || found.entry !== "file")
        return { kind: "unreadable", reason: "it is no file, or a link that leads out of the folder" };
      return { kind: "blob", pieces: piecesOfFile(() => open(path)) };
    },
    problem: null,
  };
}

async function* piecesOfFile(open: () => ByteSource): AsyncGenerator<Uint8Array> {
  const source = open();
  try {
    yield* piecesOf(source, 0, source.size);
  } finally {
    source.close();
  }
}

const PIECE = 128 * 1024;
/** A piece is read over when so many others came after it; unpacking holds four at most. */
const PIECES_IN_USE = 16;

/** So many bytes of a file from a place on. A piece is valid for a while only: gigabytes of them would stay until collected. */
async function* piecesOf(source: ByteSource, start: number, size: number): AsyncGenerator<Uint8Array> {
  const ring: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < size; at += PIECE, turn++) {
    const length = Math.min(PIECE, size - at);
    if (source.readInto === undefined) yield source.read(start + at, length);
    else {
      const piece = (ring[turn % PIECES_IN_USE] ??= new Uint8Array(PIECE)).subarray(0, length);
      source.readInto(piece, start + at);
      yield piece;
    }
  }
}

/** A tar in a file, plain or packed. */
export async function filesOfArchive(source: ByteSource): Promise<ImageFiles> {
  const head = source.read(0, Math.min(4, source.size));
  const isPacked = PACKED.some((magic) => magic.every((byte, at) => head[at] === byte));
  return isPacked ? await compressedFiles(() => piecesOf(source, 0, source.size)) : await plainFiles(source);
}

const PACKED: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/** Where each file starts is found without reading what lies between. */
async function plainFiles(source: ByteSource): Promise<ImageFiles> {
  const files = new Map<string, ArchivedFile<number>>();
  let problem: LayerProblem | null = null;
  for await (const member of readTar(readerAt(source), () => "nothing", LAYER_LIMITS)) {
    if (member.kind === "unreadable" && member.path === "") problem = tarProblem(member);
    else if (member.kind === "file" && member.offset !== null)
      files.set(nameOf(member.path), { kind: "file", size: member.size, at: member.offset });
    else if (member.kind === "symlink" || member.kind === "hardlink")
      files.set(nameOf(member.path), { kind: member.kind, target: member.target });
  }
  return {
    has: async (path) => behindLinks(files, path) !== null,
    open: async (path) => {
      const file = behindLinks(files, path);
      return opened(file === null ? null : piecesOf(source, file.at, file.size));
    },
    problem,
  };
}
