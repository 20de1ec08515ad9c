import { pipeline, Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { readerOfPieces } from "../byte-reader.ts";
import { zstdFrames } from "./zstd-frames.ts";

/** How the bytes of a file are packed. */
export type Compression = "none" | "gzip" | "zstd";

/** A packing that pyward knows and does not undo. */
export type UnknownCompression = "xz" | "bzip2";

const MAGIC: readonly (readonly [readonly number[], Compression | UnknownCompression])[] = [
  [[0x1f, 0x8b, 0x08], "gzip"], // RFC 1952
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd"], // RFC 8878
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz"],
  [[0x42, 0x5a, 0x68], "bzip2"],
];

/** By the first bytes: media types and file names are often wrong. A skippable frame (RFC 8878, 3.1.2) is of zstd, too. */
function compressionOf(head: Uint8Array): Compression | UnknownCompression {
  const isSkippable = head[0] !== undefined && (head[0] & 0xf0) === 0x50;
  if (isSkippable && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return "zstd";
  return MAGIC.find(([bytes]) => bytes.every((byte, at) => head[at] === byte))?.[1] ?? "none";
}

export interface UnpackLimits {
  /** Bytes that come out. */
  readonly maxTotal: number;
  /** Out for each byte in, which counts once `ratioFrom` bytes came out: text and zeros pack well, too. */
  readonly maxRatio: number;
  readonly ratioFrom: number;
}

/** Why packed data was not unpacked to its end; what reads the archive makes a failure of it. */
class UnpackError extends Error {
  readonly code: "too-large" | "unsupported";
  constructor(code: "too-large" | "unsupported", message: string) {
    super(message);
    this.code = code;
  }
}

const PIECE = 128 * 1024;

/** The bytes as they were before packing, piece by piece. Throws where they are damaged or go beyond the limits. */
export async function* unpack(
  pieces: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const head = await firstBytes(iterator);
  const whole = rejoined(head, iterator);
  const compression = compressionOf(head);
  if (compression === "xz" || compression === "bzip2")
    throw new UnpackError("unsupported", `its compression, ${compression}, is not one that pyward reads`);
  yield* compression === "none" ? whole : decompressed(whole, compression, limits);
}

/** Enough to know the packing by; fewer only where there are no more. */
async function firstBytes(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 6) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* rejoined(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function* decompressed(
  pieces: AsyncIterable<Uint8Array>,
  compression: "gzip" | "zstd",
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  const make = compression === "gzip" ? createGunzip : createZstdDecompress;
  const unpacker = make({ chunkSize: PIECE });
  let [taken, given] = [0, 0];
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      taken += piece.length;
      yield piece;
    }
  }
  // A failure comes out of the loop below.
  const packed = compression === "gzip" ? counted() : zstdFrames(readerOfPieces(counted()));
  pipeline(Readable.from(packed, { highWaterMark: 1 }), unpacker, () => undefined);
  for await (const piece of unpacker) {
    if (!(piece instanceof Uint8Array)) continue;
    given += piece.length;
    if (given > limits.maxTotal)
      throw new UnpackError("too-large", `more than ${limits.maxTotal} bytes come out of it`);
    if (given > limits.ratioFrom && given > taken * limits.maxRatio)
      throw new UnpackError("too-large", `it unpacks to more than ${limits.maxRatio} times its size`);
    yield piece;
  }
}
