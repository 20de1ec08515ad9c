/** One block of 512 bytes that describes a member (POSIX.1-1988 ustar, with what GNU, star and v7 do differently). */
export interface Header {
  readonly name: string;
  readonly linkName: string;
  /** Bytes that follow, without their padding. */
  readonly size: number;
  /** The type flag as a character; `"\0"` of old archives is `"0"`. */
  readonly type: string;
  readonly isGnu: boolean;
}

export const BLOCK = 512;

/** The header of a block; `"end"` for a block of zeros, `"damaged"` where the checksum or a number does not fit. */
export function parseHeader(block: Uint8Array): Header | "end" | "damaged" {
  const stored = numberAt(block, 148, 8);
  const sum = checksum(block);
  if (sum === CHECKSUM_OF_ZEROS && block.every((byte) => byte === 0)) return "end";
  if (stored !== sum && stored !== signedChecksum(block, sum)) return "damaged";
  const size = numberAt(block, 124, 12);
  if (size === null) return "damaged";
  const magic = Buffer.from(block.buffer, block.byteOffset + 257, 8).toString("latin1");
  const name = textAt(block, 0, 100);
  const prefix = textAt(block, 345, prefixLength(block, magic));
  const flag = String.fromCharCode(block[156] ?? 0);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    linkName: textAt(block, 157, 100),
    size,
    type: flag === "\0" || flag === "7" ? "0" : flag,
    isGnu: magic.startsWith("ustar  "),
  };
}

/** What eight spaces in the place of the checksum add up to. */
const CHECKSUM_OF_ZEROS = 8 * 0x20;

/** All bytes added up, with spaces in the place of the checksum. A word at a time: an image has a million headers. */
function checksum(block: Uint8Array): number {
  const words = new DataView(block.buffer, block.byteOffset, BLOCK);
  let sum = CHECKSUM_OF_ZEROS;
  for (let at = 0; at < BLOCK; at += 4) {
    if (at === 148) at = 156;
    const word = words.getUint32(at);
    sum += (word >>> 24) + ((word >>> 16) & 0xff) + ((word >>> 8) & 0xff) + (word & 0xff);
  }
  return sum;
}

/** Old archives added the bytes as signed numbers. */
function signedChecksum(block: Uint8Array, unsigned: number): number {
  const high = block.filter((byte, at) => byte > 0x7f && (at < 148 || at >= 156)).length;
  return unsigned - 256 * high;
}

/** `ustar` splits long paths at a slash; star keeps two times where the prefix would end; others have none. */
function prefixLength(block: Uint8Array, magic: string): number {
  if (!magic.startsWith("ustar\0")) return 0;
  const isStar = Buffer.from(block.buffer, block.byteOffset + 508, 4).toString("latin1") === "tar\0";
  return isStar ? 131 : 155;
}

/** Octal digits between spaces and NULs, or with the highest bit set a big-endian number (GNU); null: neither. */
export function numberAt(block: Uint8Array, start: number, length: number): number | null {
  const first = block[start] ?? 0;
  if ((first & 0x80) !== 0) return binaryAt(block, start, length);
  const plain = plainOctalAt(block, start, length);
  if (plain !== null) return plain;
  const text = Buffer.from(block.buffer, block.byteOffset + start, length).toString("latin1");
  const digits = /^ *([0-7]*)[ \0]*(?:\0.*)?$/s.exec(text)?.[1];
  return digits === undefined ? null : digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** As nearly every tool writes it, digits from the first byte to a NUL or a space; null: otherwise. */
function plainOctalAt(block: Uint8Array, start: number, length: number): number | null {
  let value = 0;
  let at = start;
  for (let byte = block[at] ?? 0; byte >= 0x30 && byte <= 0x37; byte = block[at] ?? 0) {
    value = value * 8 + (byte - 0x30);
    at += 1;
    if (at === start + length) return value;
  }
  return at > start && block[at] === 0 ? value : null;
}

function binaryAt(block: Uint8Array, start: number, length: number): number | null {
  if (block[start] !== 0x80) return null; // negative, or larger than any file
  let value = 0;
  for (let at = start + 1; at < start + length; at++) value = value * 256 + (block[at] ?? 0);
  return Number.isSafeInteger(value) ? value : null;
}

function textAt(block: Uint8Array, start: number, length: number): string {
  return decodeName(block.subarray(start, start + length));
}

/** Up to the first NUL, as UTF-8; bytes of a name that is not UTF-8 appear as U+DC00 + byte (PEP 383). */
export function decodeName(bytes: Uint8Array): string {
  let end = 0;
  let isAscii = true;
  for (; end < bytes.length && bytes[end] !== 0; end++) if ((bytes[end] ?? 0) > 0x7f) isAscii = false;
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  if (isAscii) return name.toString("latin1");
  try {
    return STRICT.decode(name);
  } catch {
    return Array.from(name, (byte) => String.fromCharCode(byte > 0x7f ? 0xdc00 + byte : byte)).join("");
  }
}

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
