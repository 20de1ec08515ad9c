import { unpack, type UnpackLimits } from "../compression/decompress.ts";
import { readerOfPieces } from "../byte-reader.ts";
import { readTar, type TarLimits, type TarMember, type TarWish } from "./read-tar.ts";

export { readerAt, readerOfPieces, type ByteReader, type RandomAccess } from "../byte-reader.ts";
export {
  readTar,
  type TarFailure,
  type TarFile,
  type TarLimits,
  type TarMember,
  type TarWish,
} from "./read-tar.ts";

/** The members of a tar that is plain or packed with gzip or zstd, which its first bytes say. As `readTar`. */
export function readPackedTar(
  pieces: AsyncIterable<Uint8Array>,
  wish: (path: string, size: number) => TarWish,
  limits: TarLimits & UnpackLimits,
): AsyncGenerator<TarMember> {
  return readTar(readerOfPieces(unpack(pieces, limits)), wish, limits);
}
