/** A zip in pieces: most of them are the members' own bytes. */
export interface MadeZip {
  readonly parts: readonly Uint8Array[];
  readonly size: number;
}

/** What a member of a zip has in it: raw deflate, CRC-32 and length of what was deflated. */
export interface PackedBytes {
  readonly bytes: Uint8Array;
  readonly crc32: number;
  readonly size: number;
}

/** A member that is packed already. `packed` is asked for more than once. */
export interface ZipMember {
  readonly name: string;
  readonly packed: () => PackedBytes;
}

interface Placed {
  readonly head: Uint8Array;
  readonly offset: number;
}

/** APPNOTE 4.4.6: 1 January 1980, so that the same records give the same bytes. */
const DATE = 0x21;
const DEFLATED = 8;
const VERSION = 20;
const UTF8_NAMES = 0x800;
const MAX_16 = 0xffff;

/** A zip of what is packed already (PKWARE's APPNOTE, 4.3). Under 4 GiB, of any number of members. */
export function makeZip(members: readonly ZipMember[]): MadeZip {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  const add = (part: Uint8Array): void => {
    parts.push(part);
    offset += part.length;
  };
  for (const member of members) {
    const { bytes } = member.packed();
    const placed: Placed = { head: memberHead(member), offset };
    directory.push(directoryEntry(placed));
    add(Buffer.concat([signature(0x04034b50), placed.head]));
    add(bytes);
  }
  const start = offset;
  add(Buffer.concat(directory));
  add(endOf(members.length, offset - start, start));
  return { parts, size: offset };
}

/** What stands in both headers of a member, from the version to the name (4.3.7). */
function memberHead(member: ZipMember): Uint8Array {
  const name = Buffer.from(member.name, "utf8");
  const { bytes, crc32, size } = member.packed();
  const head = Buffer.alloc(26);
  head.writeUInt16LE(VERSION, 0);
  head.writeUInt16LE(UTF8_NAMES, 2);
  head.writeUInt16LE(DEFLATED, 4);
  head.writeUInt16LE(DATE, 8);
  head.writeUInt32LE(crc32, 10);
  head.writeUInt32LE(bytes.length, 14);
  head.writeUInt32LE(size, 18);
  head.writeUInt16LE(name.length, 22);
  return Buffer.concat([head, name]);
}

/** 4.3.12: the same with the version that made it before, and comment, disk, attributes and place between. */
function directoryEntry({ head, offset }: Placed): Uint8Array {
  const made = Buffer.alloc(2);
  made.writeUInt16LE(VERSION, 0);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), made, head.subarray(0, 26), rest, head.subarray(26)]);
}

/** 4.3.16, and before it what more members than a short number counts need (4.3.14, 4.3.15). */
function endOf(count: number, size: number, start: number): Uint8Array {
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Math.min(count, MAX_16), 4);
  end.writeUInt16LE(Math.min(count, MAX_16), 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(start, 12);
  const plain = Buffer.concat([signature(0x06054b50), end]);
  if (count < MAX_16) return plain;
  const large = Buffer.alloc(52);
  large.writeBigUInt64LE(44n, 0);
  large.writeUInt16LE(45, 8);
  large.writeUInt16LE(45, 10);
  large.writeBigUInt64LE(BigInt(count), 20);
  large.writeBigUInt64LE(BigInt(count), 28);
  large.writeBigUInt64LE(BigInt(size), 36);
  large.writeBigUInt64LE(BigInt(start), 44);
  const pointer = Buffer.alloc(16);
  pointer.writeBigUInt64LE(BigInt(start + size), 4);
  pointer.writeUInt32LE(1, 12);
  return Buffer.concat([signature(0x06064b50), large, signature(0x07064b50), pointer, plain]);
}

function signature(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
