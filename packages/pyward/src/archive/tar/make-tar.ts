/** A member to write, for tests. `content` of a link is its target; `size` lies where it is given. */
export interface MadeMember {
  readonly path: string;
  /** As in the header: `0` file, `1` hard link, `2` symbolic link, `5` directory, `x` extended header … */
  readonly type?: string;
  readonly content?: string | Uint8Array;
  readonly size?: number;
}

const BLOCK = 512;

/** A tar of ustar headers, with an extended header where a name or target does not fit; for tests. */
export function makeTar(members: readonly MadeMember[], end = 2): Buffer {
  return Buffer.concat([...members.flatMap(blocksOf), Buffer.alloc(end * BLOCK)]);
}

function blocksOf({ path, type = "0", content = "", size }: MadeMember): readonly Buffer[] {
  const bytes = Buffer.from(content);
  const isLink = type === "1" || type === "2";
  const long = [
    ...(Buffer.byteLength(path) > 100 ? [paxRecord("path", path)] : []),
    ...(isLink && bytes.length > 100 ? [paxRecord("linkpath", bytes.toString())] : []),
  ];
  const extended = long.length === 0 ? [] : blocksOf({ path: "pax", type: "x", content: long.join("") });
  const header = headerBlock({
    path,
    type,
    size: size ?? (isLink ? 0 : bytes.length),
    target: isLink ? bytes : null,
  });
  const padding = Buffer.alloc(isLink ? 0 : -bytes.length & (BLOCK - 1));
  return [...extended, header, ...(isLink ? [] : [bytes, padding])];
}

interface MadeHeader {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly target: Buffer | null;
}

function headerBlock({ path, type, size, target }: MadeHeader): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0, 100);
  block.write("0000644\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(size.toString(8).padStart(11, "0"), 124);
  block.write("00000000000", 136);
  block.write(type, 156, "latin1");
  target?.copy(block, 157, 0, 100);
  block.write("ustar\x0000", 257, "latin1");
  return withChecksum(block);
}

/** The header with the checksum that its bytes have now. */
export function withChecksum(block: Buffer): Buffer {
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

/** `length keyword=value`, where the length counts its own digits. */
export function paxRecord(keyword: string, value: string): string {
  const rest = ` ${keyword}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (String(length).length + Buffer.byteLength(rest) !== length)
    length = String(length).length + Buffer.byteLength(rest);
  return `${length}${rest}`;
}
