/** From `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * RFC 9110, section 14.1.2: `bytes=0-99`, `bytes=100-`, `bytes=-100`. Several ranges, or what is no range of bytes, are answered with
 * the whole file, as a server may.
 */
export function readRange(text: string, size: number): ByteRange | "whole" | "outside" {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(text.trim());
  const [first = "", last = ""] = match?.slice(1) ?? [];
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "outside" : { start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return "whole";
  if (start >= size) return "outside";
  return { start, end: last === "" ? size : Math.min(Number(last) + 1, size) };
}

/** That stretch of the parts, without a copy. */
export function cutRange(parts: readonly Uint8Array[], { start, end }: ByteRange): readonly Uint8Array[] {
  const cut: Uint8Array[] = [];
  let at = 0;
  for (const part of parts) {
    const from = Math.max(0, start - at);
    const to = Math.min(part.length, end - at);
    if (from < to) cut.push(part.subarray(from, to));
    at += part.length;
    if (at >= end) break;
  }
  return cut;
}
