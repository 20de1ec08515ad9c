import type { ByteSource } from "../host/index.ts";
import { DamagedObject } from "./inflate.ts";
import { hex } from "./object-id.ts";

/** Where the objects of one pack lie. */
export interface PackIndex {
  /** Null: the pack does not have it. */
  offsetOf(id: string): number | null;
  /** The ids that begin with `prefix`, at most `most`. */
  idsFrom(prefix: string, most: number): readonly string[];
}

const FANOUT = 256 * 4;
/** Below it an index is read whole, so that no descriptor stays open. */
const SMALL = 16 * 1024 * 1024;

/** Reads an index of version 1 or 2 (gitformat-pack(5)). Throws DamagedObject where it is none. */
export function openPackIndex(given: ByteSource, width: number): PackIndex {
  const source = given.size <= SMALL ? held(given) : given;
  const layout = layoutOf(source, width);
  return {
    offsetOf: (id) => {
      const at = lowerBound(source, layout, id);
      return at < layout.count && idAt(source, layout, at) === id ? offsetAt(source, layout, at) : null;
    },
    idsFrom: (prefix, most) => {
      const found: string[] = [];
      for (let at = lowerBound(source, layout, prefix); at < layout.count && found.length < most; at += 1) {
        const id = idAt(source, layout, at);
        if (!id.startsWith(prefix)) break;
        found.push(id);
      }
      return found;
    },
  };
}

/** The same bytes without the file. */
function held(source: ByteSource): ByteSource {
  const bytes = source.read(0, source.size);
  source.close();
  return {
    size: bytes.length,
    read: (offset, length) => {
      if (offset + length > bytes.length) throw new DamagedObject("an index ends too early");
      return bytes.subarray(offset, offset + length);
    },
    close: () => undefined,
  };
}

interface Layout {
  readonly fanout: DataView;
  readonly count: number;
  readonly width: number;
  /** Place of the first id, and bytes from one id to the next. */
  readonly ids: number;
  readonly step: number;
  /** Place of the first offset, and bytes from one to the next. */
  readonly offsets: number;
  readonly offsetStep: number;
  /** Place of the 8-byte offsets, and of what follows them. */
  readonly large: number;
  readonly end: number;
}

/** "\377tOc", 2 */
const MAGIC = 0xff744f63;

function layoutOf(source: ByteSource, width: number): Layout {
  if (source.size < 8 + FANOUT) throw new DamagedObject("the index of a pack is cut short");
  const head = viewOf(source.read(0, 8));
  const isSecond = head.getUint32(0) === MAGIC;
  if (isSecond && head.getUint32(4) !== 2)
    throw new DamagedObject("the index of a pack has a version that is not known");
  const fanout = viewOf(source.read(isSecond ? 8 : 0, FANOUT));
  const count = fanout.getUint32(FANOUT - 4);
  for (let at = 4; at < FANOUT; at += 4) {
    if (fanout.getUint32(at) < fanout.getUint32(at - 4))
      throw new DamagedObject("the index of a pack is not in order");
  }
  const end = source.size - 2 * width;
  const layout = isSecond
    ? secondVersion(fanout, count, width, end)
    : {
        fanout,
        count,
        width,
        ids: FANOUT + 4,
        step: width + 4,
        offsets: FANOUT,
        offsetStep: width + 4,
        large: end,
        end,
      };
  const needed = isSecond ? layout.large : FANOUT + count * (width + 4);
  if (needed > end) throw new DamagedObject("the index of a pack is cut short");
  return layout;
}

function secondVersion(fanout: DataView, count: number, width: number, end: number): Layout {
  const ids = 8 + FANOUT;
  // Ids, then a CRC of 4 bytes each, then the offsets.
  const offsets = ids + count * (width + 4);
  return { fanout, count, width, ids, step: width, offsets, offsetStep: 4, large: offsets + count * 4, end };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function idAt(source: ByteSource, layout: Layout, at: number): string {
  return hex(source.read(layout.ids + at * layout.step, layout.width));
}

/** The first place whose id is not below `id`, which may be the beginning of one. */
function lowerBound(source: ByteSource, layout: Layout, id: string): number {
  const first = Number.parseInt(id.slice(0, 2), 16);
  let low = first === 0 ? 0 : layout.fanout.getUint32((first - 1) * 4);
  let high = layout.fanout.getUint32(first * 4);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (idAt(source, layout, middle) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function offsetAt(source: ByteSource, layout: Layout, at: number): number {
  const offset = viewOf(source.read(layout.offsets + at * layout.offsetStep, 4)).getUint32(0);
  const isLarge = layout.offsetStep === 4 && offset >= 0x8000_0000;
  if (!isLarge) return offset;
  const place = layout.large + (offset - 0x8000_0000) * 8;
  if (place + 8 > layout.end) throw new DamagedObject("the index of a pack points behind its end");
  const wide = viewOf(source.read(place, 8));
  return wide.getUint32(0) * 2 ** 32 + wide.getUint32(4);
}
