import type { ByteSource, ObjectStore } from "../host/index.ts";
import { DamagedObject } from "./inflate.ts";
import { openPackIndex, type PackIndex } from "./pack-index.ts";
import { baseCache, type BaseCache, type Pack } from "./pack.ts";

/** A pack whose index is known; `pack` opens the pack itself when an object of it is asked for. */
export interface OpenPack {
  readonly index: PackIndex;
  pack(): Pack;
}

export interface OpenPacks {
  readonly packs: readonly OpenPack[];
  /** What could not be opened and may hold what is missing. */
  readonly problems: readonly string[];
}

/** git collects them when there are 50; each may need an open file. */
const MOST_PACKS = 500;
/** Bytes of unpacked objects that are kept as bases of deltas. */
const CACHED = 32 * 1024 * 1024;
/** Packs are smaller, and there are fewer than 2^12 of them. */
const KEY_STEP = 2 ** 41;

export function openPacks(stores: readonly ObjectStore[], width: number): OpenPacks {
  const packs: OpenPack[] = [];
  const problems: string[] = [];
  const bases = baseCache(CACHED);
  for (const store of stores) {
    const listed = store.files.list(`${store.prefix}pack`);
    const names = listed.kind === "directory" ? listed.entries.map(({ name }) => name) : [];
    const known = new Set(names);
    for (const name of names.filter((candidate) => candidate.endsWith(".pack"))) {
      const base = name.slice(0, -".pack".length);
      if (packs.length >= MOST_PACKS) problems.push(`there are more than ${MOST_PACKS} packs`);
      else if (!known.has(`${base}.idx`)) problems.push(`${name} has no index`);
      else {
        const place = { store, path: `${store.prefix}pack/${base}`, firstKey: packs.length * KEY_STEP };
        const opened = openOne(place, width, bases);
        if (typeof opened === "string") problems.push(`${base}.idx: ${opened}`);
        else packs.push(opened);
      }
      if (packs.length >= MOST_PACKS) break;
    }
  }
  return { packs, problems };
}

interface Place {
  readonly store: ObjectStore;
  /** Without its ending. */
  readonly path: string;
  readonly firstKey: number;
}

/** A sentence where its index cannot be used. */
function openOne({ store, path, firstKey }: Place, width: number, bases: BaseCache): OpenPack | string {
  try {
    const file = store.files.open(`${path}.idx`);
    if (file === null) return "it cannot be opened";
    const index = openPackIndex(file, width);
    let opened: Pack | null = null;
    const pack = (): Pack =>
      (opened ??= {
        source: openFile(store, `${path}.pack`),
        width,
        offsetOf: index.offsetOf,
        bases,
        firstKey,
      });
    return { index, pack };
  } catch (error) {
    return error instanceof DamagedObject ? error.message : "it is damaged";
  }
}

function openFile({ files }: ObjectStore, path: string): ByteSource {
  const source = files.open(path);
  if (source === null) throw new DamagedObject("its pack cannot be opened");
  const head = source.size < 12 ? "" : Buffer.from(source.read(0, 8)).toString("latin1");
  if (!/^PACK\0\0\0[\x02\x03]$/.test(head))
    throw new DamagedObject("its pack is none, or of a version that is not known");
  return source;
}
