/** A place that can be read anywhere, such as an open file. */
export interface RandomAccess {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Bytes in their order. What `take` gives is valid until the next call: copy what is kept. */
export interface ByteReader {
  /** Bytes that were taken or skipped. */
  readonly position: number;
  /** Whether so many bytes can be taken; reads on where they are not there yet. */
  has(length: number): boolean | Promise<boolean>;
  /** Exactly so many bytes; `has` must have said that they are there. */
  take(length: number): Uint8Array;
  /** All that is there already, at most so much; empty at the end of the input. */
  some(most: number): Promise<Uint8Array>;
  /** Whether all of it was there to skip. */
  skip(length: number): Promise<boolean>;
}

/** Reads a stream of pieces. What the pieces throw comes out of `has`, `some` and `skip`. */
export function readerOfPieces(pieces: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = pieces[Symbol.asyncIterator]();
  let buffer: Uint8Array = new Uint8Array(0);
  let at = 0;
  let position = 0;
  const more = async (): Promise<boolean> => {
    const next = await iterator.next();
    if (next.done === true) return false;
    buffer = at === buffer.length ? next.value : Buffer.concat([buffer.subarray(at), next.value]);
    at = 0;
    return true;
  };
  const fill = async (length: number): Promise<boolean> => {
    while (buffer.length - at < length) if (!(await more())) return false;
    return true;
  };
  const take = (length: number): Uint8Array => {
    position += length;
    at += length;
    return buffer.subarray(at - length, at);
  };
  return {
    get position() {
      return position;
    },
    has: (length) => buffer.length - at >= length || fill(length),
    take,
    some: async (most) => {
      while (at === buffer.length) if (!(await more())) break;
      return take(Math.min(most, buffer.length - at));
    },
    skip: async (length) => {
      for (let left = length; ;) {
        left -= take(Math.min(left, buffer.length - at)).length;
        if (left === 0) return true;
        if (!(await more())) return false;
      }
    },
  };
}

const PIECE = 128 * 1024;
const LOOK_AHEAD = 64 * 1024;

/** Reads from a place of any size; what is skipped is not read at all. */
export function readerAt(source: RandomAccess): ByteReader {
  let buffer: Uint8Array = new Uint8Array(0);
  let start = 0;
  let position = 0;
  const take = (length: number): Uint8Array => {
    if (position < start || position + length > start + buffer.length) {
      buffer = source.read(position, Math.min(Math.max(length, LOOK_AHEAD), source.size - position));
      start = position;
    }
    position += length;
    return buffer.subarray(position - length - start, position - start);
  };
  return {
    get position() {
      return position;
    },
    has: (length) => source.size - position >= length,
    take,
    some: async (most) => take(Math.min(most, PIECE, source.size - position)),
    skip: async (length) => {
      const isThere = source.size - position >= length;
      position = isThere ? position + length : source.size;
      return isThere;
    },
  };
}
