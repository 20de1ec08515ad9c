/** Castagnoli's polynomial, reflected (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? POLYNOMIAL ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** CRC-32C of the parts as one file: base64 of the four bytes, the highest first. */
export function crc32c(parts: readonly Uint8Array[]): string {
  let crc = 0xffffffff;
  for (const part of parts)
    for (let at = 0; at < part.length; at++) crc = (TABLE[(crc ^ (part[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 0);
  return bytes.toString("base64");
}
