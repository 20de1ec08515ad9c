import { constants, zstdCompressSync } from "node:zlib";
import { seal } from "./layout.ts";

/** A chunk as it lies in the file: its length, then the sealed zstd of a text. Equal texts give equal bytes with one version of zstd. */
export function packChunk(text: string, level: number): Uint8Array {
  const packed = zstdCompressSync(Buffer.from(text, "utf8"), {
    params: { [constants.ZSTD_c_compressionLevel]: level },
  });
  const sealed = seal(packed);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(sealed.length, 0);
  return Buffer.concat([length, sealed]);
}
