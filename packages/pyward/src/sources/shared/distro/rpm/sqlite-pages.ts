import { RpmDamage, viewNumbers, type NumberView } from "./damage.ts";

/** The pages of a database of SQLite, as the last transaction left them. */
export interface SqlitePages {
  /** Of a page without the bytes that are reserved at its end. */
  readonly usable: number;
  /** Each page is given once: one that is asked for again is in a loop. */
  take(number: number): NumberView;
}

const MAGIC = "SQLite format 3\0";
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/**
 * SQLite file format, 1.3 (database header) and 4 (write-ahead log). `log` is what lies beside the database as `-wal`; what
 * of it was committed is part of the database. Throws RpmDamage.
 */
export function openPages(file: Uint8Array, log: Uint8Array | null): SqlitePages {
  const view = viewNumbers(file);
  if (file.length < 100 || Buffer.from(file.subarray(0, 16)).toString("latin1") !== MAGIC)
    throw new RpmDamage("it is no database of SQLite");
  const size = view.u16(16) === 1 ? 65_536 : view.u16(16);
  const usable = size - view.u8(20);
  if (size < 512 || (size & (size - 1)) !== 0 || usable < 480) throw new RpmDamage("its page size is wrong");
  const newer = log === null ? new Map<number, Uint8Array>() : committed(log, size);
  const taken = new Set<number>();
  const take = (number: number): NumberView => {
    if (taken.has(number)) throw new RpmDamage(`page ${number} is in a loop`);
    taken.add(number);
    const page = newer.get(number);
    return viewNumbers(page ?? view.bytes((number - 1) * size, size));
  };
  return { usable, take };
}

/** The newest content of each page that a transaction of the log has committed, by its number. */
function committed(log: Uint8Array, size: number): ReadonlyMap<number, Uint8Array> {
  const pages = new Map<number, Uint8Array>();
  const view = viewNumbers(log);
  if (log.length < WAL_HEADER + FRAME_HEADER + size) return pages;
  const magic = view.u32(0);
  if ((magic & ~1) >>> 0 !== 0x377f0682) throw new RpmDamage("its write-ahead log is of an unknown kind");
  if (view.u32(8) !== size) throw new RpmDamage("its write-ahead log has pages of another size");
  const sum = checksum(log, (magic & 1) === 0);
  let state = sum([0, 0], 0, 24);
  if (state[0] !== view.u32(24) || state[1] !== view.u32(28)) return pages; // an empty log: no writer has finished its header
  let open = new Map<number, Uint8Array>();
  for (let at = WAL_HEADER; at + FRAME_HEADER + size <= log.length; at += FRAME_HEADER + size) {
    if (view.u32(at + 8) !== view.u32(16) || view.u32(at + 12) !== view.u32(20)) break; // left of an earlier round
    state = sum(sum(state, at, 8), at + FRAME_HEADER, size);
    if (state[0] !== view.u32(at + 16) || state[1] !== view.u32(at + 20)) break;
    open.set(view.u32(at), view.bytes(at + FRAME_HEADER, size));
    if (view.u32(at + 4) === 0) continue;
    for (const [number, page] of open) pages.set(number, page);
    open = new Map();
  }
  return pages;
}

type Sum = readonly [number, number];

/** 4.2 of the format: over pairs of words, in the order of bytes that the log's magic number names. */
function checksum(log: Uint8Array, isLittle: boolean) {
  const view = viewNumbers(log, isLittle);
  return ([first, second]: Sum, offset: number, length: number): Sum => {
    let [a, b] = [first, second];
    for (let at = offset; at < offset + length; at += 8) {
      a = (a + view.u32(at) + b) >>> 0;
      b = (b + view.u32(at + 4) + a) >>> 0;
    }
    return [a, b];
  };
}
