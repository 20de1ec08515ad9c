// A zip as a hostile hand writes it: names, sizes and counts are what the case asks for.
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** What the directory says of the unpacked size; the truth where it is not given. */
  readonly size?: number;
}

const STORED = 0;
const DEFLATED = 8;
const MOST_16 = 0xffff;
const MOST_32 = 0xffffffff;

/** Zip64 where there are more entries than 16 bits count. `more`: so many empty files that the directory names, too. */
export function makeZip(entries: readonly ZipEntry[], more = 0): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, offset);
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const empty = writeEntry({ name: "tiny/0000000", content: Buffer.alloc(0) }, offset);
  if (more > 0) locals.push(empty.local);
  offset += more > 0 ? empty.local.length : 0;
  const central = Buffer.concat([...directory, repeat(empty.central, more)]);
  return Buffer.concat([...locals, central, endOf(entries.length + more, central.length, offset)]);
}

/** The last seven bytes, the end of the name, count. */
function repeat(record: Buffer, count: number): Buffer {
  const all = Buffer.alloc(record.length * count, record);
  for (let at = 0; at < count; at++)
    all.write(String(at).padStart(7, "0"), (at + 1) * record.length - 7, "latin1");
  return all;
}

function writeEntry({ name, content, size = content.length }: ZipEntry, offset: number) {
  const method = content.length > 100 ? DEFLATED : STORED;
  const packed = method === DEFLATED ? deflateRawSync(content, { level: 9 }) : content;
  const path = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(45, 0);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(size, 18);
  common.writeUInt16LE(path.length, 22);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from("PK\u0003\u0004"), common, path, packed]),
    central: Buffer.concat([Buffer.from("PK\u0001\u0002\u002D\u0000"), common, tail, path]),
  };
}

function endOf(count: number, length: number, offset: number): Buffer {
  const isLarge = count > MOST_16;
  const wide = Buffer.alloc(isLarge ? 56 + 20 : 0);
  if (isLarge) {
    wide.write("PK\u0006\u0006", 0, "latin1");
    wide.writeBigUInt64LE(44n, 4);
    wide.writeUInt16LE(45, 12);
    wide.writeUInt16LE(45, 14);
    wide.writeBigUInt64LE(BigInt(count), 24);
    wide.writeBigUInt64LE(BigInt(count), 32);
    wide.writeBigUInt64LE(BigInt(length), 40);
    wide.writeBigUInt64LE(BigInt(offset), 48);
    wide.write("PK\u0006\u0007", 56, "latin1");
    wide.writeBigUInt64LE(BigInt(offset + length), 64);
    wide.writeUInt32LE(1, 72);
  }
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(isLarge ? MOST_16 : count, 8);
  end.writeUInt16LE(isLarge ? MOST_16 : count, 10);
  end.writeUInt32LE(isLarge ? MOST_32 : length, 12);
  end.writeUInt32LE(isLarge ? MOST_32 : offset, 16);
  return Buffer.concat([wide, end]);
}
