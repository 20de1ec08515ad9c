import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { repositoryFiles, type GitDirectory } from "./example-repository.ts";
import { openDatabase, type ObjectDatabase, type ObjectResult } from "./object-database.ts";
import { idOf } from "./object-id.ts";

/** One entry of a pack as it lies there, under the id that the index is told. */
interface Raw {
  readonly id: string;
  readonly bytes: Buffer;
}

const BLOB = 3;
const OFFSET_DELTA = 6;
const ID_DELTA = 7;

function header(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size % 16)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((bytes.pop() ?? 0) | 0x80, rest % 128);
  }
  return Buffer.from(bytes);
}

function entry(id: string, type: number, content: Buffer): Raw {
  return { id, bytes: Buffer.concat([header(type, content.length), deflateSync(content)]) };
}

/** `base` as the pack writes it: a distance or an id. */
function deltaEntry(id: string, base: Buffer, content: Buffer): Raw {
  const type = base.length === 20 ? ID_DELTA : OFFSET_DELTA;
  return { id, bytes: Buffer.concat([header(type, content.length), base, deflateSync(content)]) };
}

function lyingEntry(id: string, size: number, content: Buffer): Raw {
  return { id, bytes: Buffer.concat([header(BLOB, size), deflateSync(content)]) };
}

/** A number as deltas write it. */
function number(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((bytes.pop() ?? 0) | 0x80, rest % 128);
  }
  return Buffer.from(bytes);
}

function delta(from: number, to: number, ...instructions: readonly number[]): Buffer {
  return Buffer.concat([number(from), number(to), Buffer.from(instructions)]);
}

function writePack(entries: readonly Raw[]): { readonly pack: Buffer; readonly index: Buffer } {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entries.length);
  const parts: Buffer[] = [Buffer.from("PACK\0\0\0\x02", "latin1"), count];
  let at = 12;
  const places = entries.map(({ id, bytes }) => {
    const place = { id, at };
    parts.push(bytes);
    at += bytes.length;
    return place;
  });
  const sorted = places.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const index = Buffer.alloc(8 + 1024 + sorted.length * 28 + 40);
  index.writeUInt32BE(0xff744f63, 0);
  index.writeUInt32BE(2, 4);
  for (let first = 0; first < 256; first += 1) {
    const below = sorted.filter(({ id }) => Number.parseInt(id.slice(0, 2), 16) <= first).length;
    index.writeUInt32BE(below, 8 + first * 4);
  }
  sorted.forEach((place, row) => {
    index.write(place.id, 1032 + row * 20, "hex");
    index.writeUInt32BE(place.at, 1032 + sorted.length * 24 + row * 4);
  });
  return { pack: Buffer.concat([...parts, Buffer.alloc(20)]), index };
}

const NAME = `objects/pack/pack-${"0".repeat(40)}`;

function databaseOf(pack: Uint8Array, index: Uint8Array): ObjectDatabase {
  const directory: GitDirectory = new Map([
    [`${NAME}.pack`, pack],
    [`${NAME}.idx`, index],
  ]);
  return openDatabase(repositoryFiles(directory).stores, []);
}

function packed(entries: readonly Raw[]): ObjectDatabase {
  const { pack, index } = writePack(entries);
  return databaseOf(pack, index);
}

function reasonOf(result: ObjectResult): string {
  return "reason" in result ? result.reason : result.kind;
}

const base = Buffer.from("0123456789");
const baseId = idOf("sha1", "blob", base);
const made = Buffer.from("0123401234xy");
const madeId = idOf("sha1", "blob", made);
// Copy 5 from 0, twice; then two bytes.
const good = delta(10, 12, 0x90, 5, 0x90, 5, 2, 0x78, 0x79);
const LIMIT = 64 * 1024 * 1024;
const baseEntry = entry(baseId, BLOB, base);

describe("a delta", () => {
  test.each<[string, Raw]>([
    ["by offset", deltaEntry(madeId, Buffer.of(baseEntry.bytes.length), good)],
    ["by id", deltaEntry(madeId, Buffer.from(baseId, "hex"), good)],
  ])("%s makes its object", (_, change) => {
    const database = packed([baseEntry, change]);
    expect(database.read(madeId, LIMIT)).toEqual({
      kind: "object",
      type: "blob",
      bytes: Uint8Array.from(made),
    });
    expect(database.sizeOf(madeId)).toEqual({ kind: "size", size: 12 });
    expect(database.read(madeId, 11)).toEqual({ kind: "too-large", size: 12, limit: 11 });
  });

  test.each<[string, Buffer, string]>([
    ["of another base", delta(11, 12, 0x90, 5), "another base"],
    ["that copies from behind its base", delta(10, 12, 0x91, 9, 5), "behind its base"],
    ["with an instruction 0", delta(10, 12, 0), "does not exist"],
    ["that ends in the middle", delta(10, 12, 9, 1), "does not exist"],
    ["that makes less than it says", delta(10, 12, 0x90, 5), "makes less"],
    ["that makes more than it says", delta(10, 3, 0x90, 5), "makes more"],
    ["without sizes", Buffer.alloc(20, 0xff), "does not say its sizes"],
    ["that is empty", Buffer.alloc(0), "does not say its sizes"],
    ["that makes other content", delta(10, 2, 0x90, 2), "other content"],
  ])("%s is damaged", (_, change, reason) => {
    const database = packed([baseEntry, deltaEntry(madeId, Buffer.from(baseId, "hex"), change)]);
    expect(reasonOf(database.read(madeId, LIMIT))).toContain(reason);
  });

  test("bomb is told by its size, and by what a step on the way would make", () => {
    const copies = Array.from({ length: 2000 }, () => 0x80);
    const huge = "aa".repeat(20);
    const top = "bb".repeat(20);
    const database = packed([
      entry(baseId, BLOB, Buffer.alloc(65_536)),
      deltaEntry(huge, Buffer.from(baseId, "hex"), delta(65_536, 2 ** 40, ...copies)),
      deltaEntry(top, Buffer.from(huge, "hex"), delta(2 ** 40, 1, 0x90, 1)),
    ]);
    expect(database.read(huge, LIMIT)).toEqual({ kind: "too-large", size: 2 ** 40, limit: LIMIT });
    expect(reasonOf(database.read(top, LIMIT))).toContain("larger than any that is read");
  });

  test.each<[string, readonly Raw[], string]>([
    ["its own base", [deltaEntry(madeId, Buffer.from(madeId, "hex"), good)], "its own base"],
    [
      "in a ring",
      [
        deltaEntry(madeId, Buffer.from(baseId, "hex"), good),
        deltaEntry(baseId, Buffer.from(madeId, "hex"), good),
      ],
      "deltas on each other",
    ],
    ["whose base is missing", [deltaEntry(madeId, Buffer.from(baseId, "hex"), good)], "is not in its pack"],
    ["whose base lies before the pack", [deltaEntry(madeId, Buffer.of(100), good)], "outside of its pack"],
    [
      "with a distance without end",
      [deltaEntry(madeId, Buffer.alloc(30, 0xff), good)],
      "distance that cannot be",
    ],
    ["of no known type", [entry(madeId, 5, good)], "no type 5"],
    ["of a size without end", [{ id: madeId, bytes: Buffer.alloc(40, 0xff) }], "size that cannot be"],
    ["larger than it says", [lyingEntry(madeId, 10, Buffer.alloc(1e6))], "longer than it says"],
    ["smaller than it says", [lyingEntry(madeId, 9000, base)], "says 9000"],
  ])("%s is damaged", (_, entries, reason) => {
    expect(reasonOf(packed(entries).read(madeId, LIMIT))).toContain(reason);
  });
});

describe("a damaged pack or index", () => {
  const { pack, index } = writePack([baseEntry]);
  const changed = (bytes: Buffer, at: number, value: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy.writeUInt32BE(value, at);
    return copy;
  };

  test.each<[string, Buffer, Buffer, string]>([
    ["an index cut short", pack, index.subarray(0, 1050), "is not in the repository"],
    ["an empty index", pack, Buffer.alloc(0), "is not in the repository"],
    ["an index of version 3", pack, changed(index, 4, 3), "version that is not known"],
    [
      "an index of four thousand million",
      pack,
      changed(index, 8 + 255 * 4, 0xffffffff),
      "is not in the repository",
    ],
    ["an index out of order", pack, changed(index, 8, 5), "not in order"],
    ["an offset behind the pack", pack, changed(index, 1032 + 24, 999_999), "outside of its pack"],
    [
      "an offset in a table that is not there",
      pack,
      changed(index, 1032 + 24, 0x80000000),
      "points behind its end",
    ],
    ["a pack cut short", pack.subarray(0, 14), index, "is damaged"],
    ["an empty pack", Buffer.alloc(0), index, "of a version that is not known"],
    ["a pack that is none", Buffer.alloc(100, 0x41), index, "of a version that is not known"],
  ])("%s is said", (_, packBytes, indexBytes, reason) => {
    expect(reasonOf(databaseOf(packBytes, indexBytes).read(baseId, LIMIT))).toContain(reason);
  });

  test("every byte of it changed gives the object or a failure", () => {
    for (let at = 0; at < index.length; at += 1) {
      const copy = Buffer.from(index);
      copy[at] = (copy[at] ?? 0) ^ 0x5a;
      expect(["object", "missing", "damaged", "too-large"]).toContain(
        databaseOf(pack, copy).read(baseId, LIMIT).kind,
      );
    }
    for (let at = 0; at < pack.length; at += 1) {
      const copy = Buffer.from(pack);
      copy[at] = (copy[at] ?? 0) ^ 0x5a;
      const read = databaseOf(copy, index).read(baseId, LIMIT);
      if (read.kind === "object") expect(Buffer.from(read.bytes)).toEqual(base);
    }
  });

  test("a good copy in another pack is taken", () => {
    const other = writePack([baseEntry]);
    const directory: GitDirectory = new Map([
      [`${NAME}.pack`, pack.subarray(0, 20)],
      [`${NAME}.idx`, index],
      [`objects/pack/pack-${"1".repeat(40)}.pack`, other.pack],
      [`objects/pack/pack-${"1".repeat(40)}.idx`, other.index],
    ]);
    const database = openDatabase(repositoryFiles(directory).stores, []);
    expect(database.read(baseId, LIMIT).kind).toBe("object");
  });
});
