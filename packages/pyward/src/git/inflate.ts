import { constants, inflateSync } from "node:zlib";

/** Why an object cannot be read: the bytes do not follow the format, or would cost more than the bounds allow. */
export class DamagedObject extends Error {}

/** What may be made in all, each step of a chain of deltas counted: some 5 s of work. */
const MOST_UNPACKED = 8 * 1024 ** 3;
/** One object, and each step on the way to it. */
export const LARGEST_OBJECT = 128 * 1024 * 1024;

export interface Budget {
  left: number;
}

export function fullBudget(): Budget {
  return { left: MOST_UNPACKED };
}

/** Counts bytes that are about to be made. */
export function spend(budget: Budget, bytes: number): void {
  if (bytes > LARGEST_OBJECT)
    throw new DamagedObject(`an object of ${bytes} bytes is larger than any that is read`);
  if (bytes > budget.left)
    throw new DamagedObject(`more than ${MOST_UNPACKED} bytes had to be unpacked in all`);
  budget.left -= bytes;
}

/** Exactly `size` bytes from a zlib stream, whose checksum is verified; what follows the stream is ignored. */
export function inflate(packed: Uint8Array, size: number, budget: Budget): Uint8Array {
  spend(budget, size);
  const chunkSize = Math.min(Math.max(size, 64), 65_536);
  const bytes = attempt(() => inflateSync(packed, { maxOutputLength: Math.max(size, 1), chunkSize }));
  if (bytes.length !== size) throw new DamagedObject(`it has ${bytes.length} bytes and says ${size}`);
  return bytes;
}

/** The first bytes of a zlib stream, of which `packed` may be only the beginning. */
export function inflateHead(packed: Uint8Array): Uint8Array {
  const head = packed.subarray(0, 256);
  return attempt(() =>
    inflateSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 512 * 1024, chunkSize: 1024 }),
  );
}

/** The most bytes that zlib needs for `size` (its `deflateBound` for any setting). */
export function deflateBound(size: number): number {
  return size + Math.ceil(size / 8) + Math.ceil(size / 64) + 64;
}

function attempt(unpack: () => Uint8Array): Uint8Array {
  try {
    return unpack();
  } catch (error) {
    throw new DamagedObject("it cannot be unpacked: it is damaged or longer than it says", { cause: error });
  }
}
