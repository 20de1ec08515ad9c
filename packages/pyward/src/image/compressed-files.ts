import { unpack } from "../archive/compression/decompress.ts";
import { readerOfPieces, readTar, type TarMember } from "../archive/tar/index.ts";
import { tarProblem, type LayerProblem } from "./apply-members.ts";
import { LAYER_LIMITS } from "./limits.ts";
import { behindLinks, nameOf, opened, type ArchivedFile, type ImageFiles } from "./linked-files.ts";

/** Files up to this size are kept from the first reading: manifests and configurations lie anywhere in an archive. */
const SMALL = 256 * 1024;
const ALL_SMALL = 16 * 1024 * 1024;
/** As often as a packed archive is unpacked from its start again; layers are mostly in a few runs of their order. */
const MOST_REWINDS = 200;

interface Packed {
  /** The order in the archive. */
  readonly order: number;
  readonly bytes: Uint8Array | null;
}

/**
 * An archive that is packed as a whole (`docker save | gzip`) has no place to start from but its first byte: it is read
 * once to see what is in it, then on from where the last file was, and from its start where the next one lies before.
 */
export async function compressedFiles(pieces: () => AsyncIterable<Uint8Array>): Promise<ImageFiles> {
  const { files, problem } = await survey(pieces());
  const open = rewinding(pieces);
  return {
    has: async (path) => behindLinks(files, path) !== null,
    open: async (path) => {
      const file = behindLinks(files, path);
      if (file === null) return opened(null);
      return opened(file.at.bytes === null ? open(file.at.order) : once(file.at.bytes));
    },
    problem,
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

interface Survey {
  readonly files: ReadonlyMap<string, ArchivedFile<Packed>>;
  readonly problem: LayerProblem | null;
}

async function survey(pieces: AsyncIterable<Uint8Array>): Promise<Survey> {
  const files = new Map<string, ArchivedFile<Packed>>();
  let problem: LayerProblem | null = null;
  let order = 0;
  let kept = 0;
  const wish = (_: string, size: number): "bytes" | "nothing" =>
    size <= SMALL && kept + size <= ALL_SMALL ? "bytes" : "nothing";
  for await (const member of membersOf(pieces, wish)) {
    if (member.kind === "file") {
      files.set(nameOf(member.path), { kind: "file", size: member.size, at: { order, bytes: member.bytes } });
      kept += member.bytes?.length ?? 0;
    } else if (member.kind === "symlink" || member.kind === "hardlink")
      files.set(nameOf(member.path), { kind: member.kind, target: member.target });
    else if (member.kind === "unreadable" && member.path === "") problem = tarProblem(member);
    order += 1;
  }
  return { files, problem };
}

function membersOf(
  pieces: AsyncIterable<Uint8Array>,
  wish: (path: string, size: number) => "bytes" | "stream" | "nothing",
): AsyncGenerator<TarMember> {
  return readTar(readerOfPieces(unpack(pieces, LAYER_LIMITS)), wish, LAYER_LIMITS);
}

/** Gives the member that is so many after the first. */
function rewinding(pieces: () => AsyncIterable<Uint8Array>): (order: number) => AsyncIterable<Uint8Array> {
  let members: AsyncGenerator<TarMember> | null = null;
  let at = -1;
  let rewinds = 0;
  let wanted = 0;
  return async function* open(order) {
    wanted = order;
    if (members === null || at >= order) {
      await members?.return(null);
      rewinds += 1;
      if (rewinds > MOST_REWINDS)
        throw new Error("the packed archive would have to be read again too often: unpack it first");
      members = membersOf(pieces(), () => (at + 1 === wanted ? "stream" : "nothing"));
      at = -1;
    }
    for (let next = await members.next(); next.done !== true; next = await members.next()) {
      at += 1;
      if (at < order) continue;
      if (next.value.kind === "file" && next.value.stream !== null) yield* next.value.stream;
      return;
    }
    throw new Error("the archive changed while it was read");
  };
}
