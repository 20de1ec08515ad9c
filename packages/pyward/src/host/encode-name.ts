/** A name with each byte that is not UTF-8 as U+DC00 + byte: Python's `surrogateescape` (PEP 383). */
export function encodeName(bytes: Buffer): string {
  const plain = bytes.toString("utf8");
  if (!plain.includes("\uFFFD")) return plain;
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    text +=
      length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString("utf8", at, at + length);
    at += Math.max(length, 1);
  }
  return text;
}

/** Bytes of the UTF-8 sequence at `at`; 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  const slice = bytes.subarray(at, at + length);
  return slice.length === length && Buffer.from(slice.toString("utf8")).equals(slice) ? length : 0;
}
