import { RpmDamage, viewNumbers, type NumberView } from "./damage.ts";

const HEADER_MAGIC = 0x506d7052; // "RpmP"
const SLOT_MAGIC = 0x746f6c53; // "Slot"
const BLOB_MAGIC = 0x53626c42; // "BlbS"
const END_MAGIC = 0x45626c42; // "BlbE"
const PAGE = 4096;
const SLOT = 16;
const BLOCK = 16;
const BLOB_HEAD = 16;
const BLOB_TAIL = 12;

/**
 * The headers in rpm's own database, `Packages.db` of SUSE (rpm, lib/backend/ndb): a table of slots of 16 bytes, of which the first two are the file's
 * header, then blobs in blocks of 16 bytes. Little-endian. Throws RpmDamage, also in the middle.
 */
export function* headersInNdb(file: Uint8Array): Generator<Uint8Array> {
  const view = viewNumbers(file, true);
  if (file.length < PAGE || view.u32(0) !== HEADER_MAGIC) throw new RpmDamage("it is no database of ndb");
  if (view.u32(4) !== 0) throw new RpmDamage(`it is of version ${view.u32(4)} of ndb`);
  const end = view.u32(12) * PAGE;
  if (end > file.length) throw new RpmDamage("it is cut off");
  for (let slot = 2 * SLOT; slot < end; slot += SLOT) {
    if (view.u32(slot) !== SLOT_MAGIC) throw new RpmDamage("a slot in it is damaged");
    const [index, block, blocks] = [view.u32(slot + 4), view.u32(slot + 8), view.u32(slot + 12)];
    if (block !== 0) yield blobAt(view, index, { start: block * BLOCK, size: blocks * BLOCK });
  }
}

function blobAt(
  view: NumberView,
  index: number,
  { start, size }: { readonly start: number; readonly size: number },
): Uint8Array {
  const length = view.u32(start + 12);
  const tail = start + size - BLOB_TAIL;
  if (
    view.u32(start) !== BLOB_MAGIC ||
    view.u32(start + 4) !== index ||
    BLOB_HEAD + length + BLOB_TAIL > size ||
    view.u32(tail + 4) !== length ||
    view.u32(tail + 8) !== END_MAGIC ||
    view.u32(tail) !== adler32(view.bytes(start, size - BLOB_TAIL))
  )
    throw new RpmDamage(`its package ${index} is damaged`);
  return view.bytes(start + BLOB_HEAD, length);
}

/** RFC 1950, 9. Sums stay below 2^32 for 5552 bytes at a time. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; at += 5552) {
    for (const byte of bytes.subarray(at, at + 5552)) {
      a += byte;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
