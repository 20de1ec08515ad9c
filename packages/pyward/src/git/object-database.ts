import type { ObjectStore } from "../host/index.ts";
import { DamagedObject, fullBudget, type Budget } from "./inflate.ts";
import { looseIds, looseSize, readLoose } from "./loose.ts";
import { idBytes, idOf, type HashFormat, type ObjectType } from "./object-id.ts";
import { openPacks, type OpenPack } from "./open-packs.ts";
import { packedSize, readPacked, type PackedObject } from "./pack.ts";

/** Why an object could not be read. */
export type ObjectFailure =
  | { readonly kind: "missing"; readonly reason: string }
  | { readonly kind: "too-large"; readonly size: number; readonly limit: number }
  | { readonly kind: "damaged"; readonly reason: string };

export type ObjectResult =
  | { readonly kind: "object"; readonly type: ObjectType; readonly bytes: Uint8Array }
  | ObjectFailure;

export type SizeResult = { readonly kind: "size"; readonly size: number } | ObjectFailure;

/** The objects of a repository and of those that it borrows from. Never throws for what they hold. */
export interface ObjectDatabase {
  readonly format: HashFormat;
  /** Makes the object and verifies that it has this id. */
  read(id: string, limit: number): ObjectResult;
  /** Without making the object, so unverified. */
  sizeOf(id: string): SizeResult;
  /** The ids that begin with `prefix` (at least two digits), sorted, at most `most`. */
  idsFrom(prefix: string, most: number): readonly string[];
}

/** `remarks`: what a person should know where an object is missing, such as a store that may not be read. */
export function openDatabase(stores: readonly ObjectStore[], remarks: readonly string[]): ObjectDatabase {
  const format = formatOf(stores);
  const budget = fullBudget();
  let opened: ReturnType<typeof openPacks> | null = null;
  const packs = (): ReturnType<typeof openPacks> => (opened ??= openPacks(stores, idBytes(format)));
  const places = (id: string): readonly Place[] => [
    ...packs().packs.map((pack) => inPack(pack, id, budget)),
    ...stores.map((store) => inStore(store, id, budget)),
  ];
  const absent = (id: string): ObjectFailure => {
    const why = [...remarks, ...packs().problems];
    const reason = `the object ${id} is not in the repository${why.length === 0 ? "" : ` (${why.join("; ")})`}`;
    return { kind: "missing", reason };
  };
  return {
    format,
    read: (id, limit) => firstGood(places(id), (place) => readAt(place, { id, format, limit })) ?? absent(id),
    sizeOf: (id) =>
      firstGood(places(id), (place): SizeResult | null => {
        const size = place.size();
        return size === null ? null : { kind: "size", size };
      }) ?? absent(id),
    idsFrom: (prefix, most) => {
      const found = [
        ...packs().packs.flatMap(({ index }) => index.idsFrom(prefix, most)),
        ...stores.flatMap((store) => looseIds(store, prefix)),
      ];
      return [...new Set(found)].toSorted().slice(0, most);
    },
  };
}

/** One place where an object may lie; null: it does not. Throws DamagedObject. */
interface Place {
  size(): number | null;
  read(): PackedObject | null;
}

function inPack({ index, pack }: OpenPack, id: string, budget: Budget): Place {
  const at = <T>(read: (offset: number) => T): T | null => {
    const offset = index.offsetOf(id);
    return offset === null ? null : read(offset);
  };
  return {
    size: () => at((offset) => packedSize(pack(), offset)),
    read: () => at((offset) => readPacked(pack(), offset, budget)),
  };
}

function inStore(store: ObjectStore, id: string, budget: Budget): Place {
  return { size: () => looseSize(store, id), read: () => readLoose(store, id, budget) };
}

/** A damaged copy is passed over where there is a good one. Null: there is none at all. */
function firstGood<T>(places: readonly Place[], read: (place: Place) => T | null): T | ObjectFailure | null {
  let damage: ObjectFailure | null = null;
  for (const place of places) {
    try {
      const found = read(place);
      if (found !== null) return found;
    } catch (error) {
      damage ??= { kind: "damaged", reason: reasonOf(error) };
    }
  }
  return damage;
}

function readAt(
  place: Place,
  { id, format, limit }: { readonly id: string; readonly format: HashFormat; readonly limit: number },
): ObjectResult | null {
  const size = place.size();
  if (size === null) return null;
  if (size > limit) return { kind: "too-large", size, limit };
  const found = place.read();
  if (found === null) return null;
  if (idOf(format, found.type, found.bytes) !== id)
    throw new DamagedObject(`the object ${id} has other content than its id says`);
  return { kind: "object", ...found };
}

/** A RangeError comes from a file that is shorter than an index says, others from the system. */
function reasonOf(error: unknown): string {
  if (error instanceof DamagedObject) return `git's copy of it is damaged: ${error.message}`;
  if (error instanceof RangeError) return "git's copy of it is damaged: its file is cut short";
  const code = error instanceof Error && "code" in error ? String(error.code) : "nothing more";
  return `git's copy of it cannot be read: the system says ${code}`;
}

/** The configuration says the format, and is never read: the names of packs and of loose objects say it as well. */
function formatOf(stores: readonly ObjectStore[]): HashFormat {
  for (const { files, prefix } of stores) {
    const packs = files.list(`${prefix}pack`);
    const names = packs.kind === "directory" ? packs.entries.map(({ name }) => name) : [];
    const name = names.find((candidate) => /^pack-[0-9a-f]{40,64}\.idx$/.test(candidate));
    if (name !== undefined) return name.length === "pack-.idx".length + 64 ? "sha256" : "sha1";
  }
  for (const store of stores) {
    for (let first = 0; first < 256; first += 1) {
      const [id] = looseIds(store, first.toString(16).padStart(2, "0"));
      if (id !== undefined) return id.length === 64 ? "sha256" : "sha1";
    }
  }
  return "sha1";
}
