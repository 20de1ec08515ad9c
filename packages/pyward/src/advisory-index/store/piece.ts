/** A part of a file that is about to be written. Its bytes may lie in the file before until they are asked for, so that both never are in memory. */
export interface Piece {
  readonly length: number;
  bytes(): Uint8Array;
}

/** What is in memory already. */
export function pieceOf(bytes: Uint8Array): Piece {
  return { length: bytes.length, bytes: () => bytes };
}

export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((length, piece) => length + piece.length, 0);
}

export function join(pieces: readonly Piece[]): Uint8Array {
  return Buffer.concat(pieces.map((piece) => piece.bytes()));
}
