/** Random access to one immutable file, for the advisory index. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws a RangeError past the end. */
  read(offset: number, length: number): Uint8Array;
  /** The same into the whole of `target`, for a reader that would leave much behind otherwise. */
  readInto?(target: Uint8Array, offset: number): void;
  /** Many small parts cost no more than a large one: nothing is read ahead. */
  readonly isQuick?: true;
  close(): void;
}

/** A stretch of a file. */
export interface PartOfFile {
  readonly path: string;
  readonly offset: number;
  readonly size: number;
}

/** All of it; closes it. */
export function readWhole(source: ByteSource): Uint8Array {
  try {
    return source.read(0, source.size);
  } finally {
    source.close();
  }
}
