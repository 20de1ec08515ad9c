/** Why a database of rpm, or a header in it, cannot be read; caught in this folder and made a gap. */
export class RpmDamage extends Error {}

/** Big- or little-endian numbers of a file, none of them from beyond its end. */
export interface NumberView {
  readonly size: number;
  u8(offset: number): number;
  u16(offset: number): number;
  u32(offset: number): number;
  /** A view, not a copy. */
  bytes(offset: number, length: number): Uint8Array;
}

/** Throws RpmDamage where something lies beyond the end. */
export function viewNumbers(bytes: Uint8Array, isLittle = false): NumberView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inside = (offset: number, length: number): number => {
    if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length))
      throw new RpmDamage("it is cut off, or points beyond its end");
    return offset;
  };
  return {
    size: bytes.length,
    u8: (offset) => view.getUint8(inside(offset, 1)),
    u16: (offset) => view.getUint16(inside(offset, 2), isLittle),
    u32: (offset) => view.getUint32(inside(offset, 4), isLittle),
    bytes: (offset, length) => bytes.subarray(inside(offset, length), offset + length),
  };
}

/** Pieces of a value that lies in several pages, as one. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  return new Uint8Array(Buffer.concat(pieces));
}
