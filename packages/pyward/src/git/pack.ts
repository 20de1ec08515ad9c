import type { ByteSource } from "../host/index.ts";
import { applyDelta, deltaResultSize } from "./delta.ts";
import { DamagedObject, deflateBound, inflate, inflateHead, spend, type Budget } from "./inflate.ts";
import { hex, type ObjectType } from "./object-id.ts";

/** An open pack and what is needed to follow its deltas. */
export interface Pack {
  readonly source: ByteSource;
  /** Bytes of an id. */
  readonly width: number;
  /** Where this pack has the base of a delta. */
  offsetOf(id: string): number | null;
  readonly bases: BaseCache;
  /** Added to an offset, it is the key of `bases`, which all packs share. */
  readonly firstKey: number;
}

export interface PackedObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

/** The types of gitformat-pack(5). */
const TYPES: Readonly<Record<number, ObjectType | "offset-delta" | "id-delta">> = {
  1: "commit",
  2: "tree",
  3: "blob",
  4: "tag",
  6: "offset-delta",
  7: "id-delta",
};

/** git itself makes no longer ones (`pack.depth`). */
const LONGEST_CHAIN = 4096;
/** An entry that is no larger is read at once. */
const FIRST_READ = 4096;

interface PackEntry {
  readonly type: ObjectType | "delta";
  /** Unpacked; of a delta, the delta's own. */
  readonly size: number;
  /** Of the zlib stream. */
  readonly start: number;
  /** The beginning of the stream. */
  readonly head: Uint8Array;
  /** Where the base of a delta lies. */
  readonly base: number;
}

/** The size of the object at `offset`, without making it. */
export function packedSize(pack: Pack, offset: number): number {
  const entry = entryAt(pack, offset);
  return entry.type === "delta" ? deltaResultSize(inflateHead(entry.head)) : entry.size;
}

/** Makes the object at `offset`. Throws DamagedObject. */
export function readPacked(pack: Pack, offset: number, budget: Budget): PackedObject {
  const deltas: { readonly at: number; readonly entry: PackEntry }[] = [];
  let made: PackedObject | null = null;
  for (let at = offset; made === null;) {
    made = pack.bases.get(pack.firstKey + at);
    if (made !== null) break;
    const entry = entryAt(pack, at);
    if (entry.type === "delta") {
      deltas.push({ at, entry });
      if (deltas.length > LONGEST_CHAIN)
        throw new DamagedObject(`more than ${LONGEST_CHAIN} deltas on each other`);
      at = entry.base;
    } else {
      made = { type: entry.type, bytes: unpack(pack, entry, budget) };
      pack.bases.keep(pack.firstKey + at, made);
    }
  }
  for (const { at, entry } of deltas.toReversed()) {
    const delta = unpack(pack, entry, budget);
    spend(budget, deltaResultSize(delta));
    made = { type: made.type, bytes: applyDelta(made.bytes, delta) };
    pack.bases.keep(pack.firstKey + at, made);
  }
  return made;
}

function unpack(pack: Pack, entry: PackEntry, budget: Budget): Uint8Array {
  const most = Math.min(deflateBound(entry.size), endOf(pack) - entry.start);
  const packed = most <= entry.head.length ? entry.head : pack.source.read(entry.start, most);
  return inflate(packed, entry.size, budget);
}

/** A pack ends with a checksum of itself. */
function endOf(pack: Pack): number {
  return pack.source.size - pack.width;
}

function entryAt(pack: Pack, offset: number): PackEntry {
  const end = endOf(pack);
  // "PACK", version and count come first.
  if (!(offset >= 12 && offset < end))
    throw new DamagedObject("it lies outside of its pack: the pack is cut short");
  const bytes = pack.source.read(offset, Math.min(FIRST_READ, end - offset));
  const { type, size, next } = headerOf(bytes);
  const kind = TYPES[type];
  if (kind === undefined) throw new DamagedObject(`a pack has no type ${type}`);
  if (kind === "offset-delta") {
    const back = distanceAt(bytes, next);
    return entry("delta", size, back.next, offset - back.value);
  }
  if (kind === "id-delta") {
    const id = hex(bytes.subarray(next, next + pack.width));
    const base = pack.offsetOf(id);
    if (base === null) throw new DamagedObject(`the base ${id} of a delta is not in its pack`);
    return entry("delta", size, next + pack.width, base);
  }
  return entry(kind, size, next, 0);

  function entry(entryType: PackEntry["type"], entrySize: number, skipped: number, base: number): PackEntry {
    if (entryType === "delta" && base === offset) throw new DamagedObject("a delta is its own base");
    return { type: entryType, size: entrySize, start: offset + skipped, head: bytes.subarray(skipped), base };
  }
}

/** Three bits of type and four of size, then seven of size a byte. */
function headerOf(bytes: Uint8Array): {
  readonly type: number;
  readonly size: number;
  readonly next: number;
} {
  const first = bytes[0] ?? 0;
  let size = first & 0x0f;
  let next = 1;
  for (let scale = 16, byte = first; byte >= 0x80; scale *= 128) {
    byte = bytes[next] ?? 0;
    next += 1;
    if (next > 8) throw new DamagedObject("a pack says a size that cannot be");
    size += (byte & 0x7f) * scale;
  }
  return { type: (first >> 4) & 7, size, next };
}

/** Seven bits a byte, the highest first, each further byte counting from one more: "offset encoding". */
function distanceAt(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let next = start;
  let byte = bytes[next] ?? 0;
  let value = byte & 0x7f;
  while (byte >= 0x80) {
    next += 1;
    byte = bytes[next] ?? 0;
    if (next > start + 7) throw new DamagedObject("a pack says a distance that cannot be");
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next: next + 1 };
}

/** Objects that others are likely to be deltas of; the longest unused leave first. */
export interface BaseCache {
  get(key: number): PackedObject | null;
  keep(key: number, object: PackedObject): void;
}

export function baseCache(capacity: number): BaseCache {
  const kept = new Map<number, PackedObject>();
  let size = 0;
  return {
    get: (key) => {
      const known = kept.get(key) ?? null;
      if (known !== null) {
        kept.delete(key);
        kept.set(key, known);
      }
      return known;
    },
    keep: (key, object) => {
      if (object.bytes.length > capacity / 4 || kept.has(key)) return;
      kept.set(key, object);
      size += object.bytes.length + 64;
      for (const [oldest, { bytes }] of kept) {
        if (size <= capacity) break;
        kept.delete(oldest);
        size -= bytes.length + 64;
      }
    },
  };
}
