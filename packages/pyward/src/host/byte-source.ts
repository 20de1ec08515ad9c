/** Random access to one immutable file, for the advisory index. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws a RangeError past the end. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}
