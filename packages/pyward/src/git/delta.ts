import { DamagedObject } from "./inflate.ts";

/** A number in groups of seven bits, the lowest first: gitformat-pack(5), "Size encoding". */
function sizeAt(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = start, scale = 1; at < bytes.length && at < start + 7; at += 1, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new DamagedObject("a delta does not say its sizes");
}

/** The size of what a delta makes, from its first bytes. */
export function deltaResultSize(delta: Uint8Array): number {
  return sizeAt(delta, sizeAt(delta, 0).next).value;
}

/** Makes an object from its base: gitformat-pack(5), "Deltified representation". */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array {
  const from = sizeAt(delta, 0);
  const to = sizeAt(delta, from.next);
  if (from.value !== base.length) throw new DamagedObject("a delta is of another base");
  const made = new Uint8Array(to.value);
  let done = 0;
  for (let at = to.next; at < delta.length;) {
    const instruction = delta[at] ?? 0;
    at += 1;
    let piece: Uint8Array;
    if (instruction >= 0x80) {
      const copy = copyAt(delta, at, instruction);
      at = copy.next;
      piece = base.subarray(copy.offset, copy.offset + copy.size);
      if (piece.length !== copy.size) throw new DamagedObject("a delta copies from behind its base");
    } else {
      piece = delta.subarray(at, at + instruction);
      at += instruction;
      if (instruction === 0 || piece.length !== instruction)
        throw new DamagedObject("a delta has an instruction that does not exist");
    }
    if (done + piece.length > made.length) throw new DamagedObject("a delta makes more than it says");
    made.set(piece, done);
    done += piece.length;
  }
  if (done !== made.length) throw new DamagedObject("a delta makes less than it says");
  return made;
}

/** Bits 0 to 3 say which bytes of the offset follow, bits 4 to 6 which of the size; a size of 0 means 65536. */
function copyAt(delta: Uint8Array, start: number, instruction: number) {
  let next = start;
  let offset = 0;
  let size = 0;
  for (let bit = 0; bit < 7; bit += 1) {
    if ((instruction & (1 << bit)) === 0) continue;
    const byte = delta[next] ?? 0;
    next += 1;
    if (bit < 4) offset += byte * 2 ** (8 * bit);
    else size += byte * 2 ** (8 * (bit - 4));
  }
  return { offset, size: size === 0 ? 0x10000 : size, next };
}
