import type { ByteReader } from "../byte-reader.ts";

/**
 * The frames of a zstd file (RFC 8878, 3.1), piece by piece, so that no piece has the end of one and the start of the
 * next: Node drops, without a word, what follows the end of a frame in the same piece. Skippable frames are left out.
 * Throws where a frame is cut off or something else follows.
 */
export async function* zstdFrames(reader: ByteReader): AsyncGenerator<Uint8Array> {
  while (await reader.has(4)) {
    const magic = Buffer.from(reader.take(4));
    if ((magic.readUInt32LE() & 0xfffffff0) >>> 0 === SKIPPABLE) {
      if (!(await reader.skip(Buffer.from(await taken(reader, 4)).readUInt32LE()))) throw cutOff();
    } else if (magic.readUInt32LE() === FRAME) {
      yield magic;
      yield* frame(reader);
    } else throw new Error("what follows a frame of zstd is none");
  }
  if ((await reader.some(1)).length > 0) throw cutOff();
}

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** Header, blocks, and a checksum where the header says so. */
async function* frame(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const descriptor = await taken(reader, 1);
  yield descriptor;
  const flags = descriptor[0] ?? 0;
  yield await taken(reader, headerRest(flags));
  for (let isLast = false; !isLast;) {
    const header = await taken(reader, 3);
    yield header;
    const value = Buffer.from(header).readUIntLE(0, 3);
    isLast = (value & 1) === 1;
    // The size of a block of one repeated byte is how often it is repeated.
    yield await taken(reader, ((value >> 1) & 3) === 1 ? 1 : value >> 3);
  }
  if ((flags & 4) !== 0) yield await taken(reader, 4);
}

/** The bytes of a frame's header behind its first: window, dictionary and size of the content. */
function headerRest(flags: number): number {
  const isSingle = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  const content = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  return (isSingle ? 0 : 1) + dictionary + content;
}

/** A copy: what is handed on must stay as it is. */
async function taken(reader: ByteReader, length: number): Promise<Uint8Array> {
  if (!(await reader.has(length))) throw cutOff();
  return Uint8Array.from(reader.take(length));
}

function cutOff(): Error {
  return new Error("it ends in the middle of a frame of zstd");
}
