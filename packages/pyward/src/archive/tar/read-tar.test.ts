import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { readerAt, readerOfPieces, readPackedTar, readTar, type TarLimits, type TarMember } from "./index.ts";
import { makeTar, paxRecord, withChecksum, type MadeMember } from "./make-tar.ts";

const LIMITS = {
  maxEntries: 100,
  maxFile: 10_000,
  maxTotal: 1_000_000,
  maxName: 1000,
  maxRatio: 50,
  ratioFrom: 100_000,
};

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(members: AsyncIterable<TarMember>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const member of members) all.push(shown(member));
  return all;
}

function shown(member: TarMember): string {
  switch (member.kind) {
    case "file":
      return `${member.path}: ${member.bytes === null ? `${member.size} bytes` : Buffer.from(member.bytes).toString()}`;
    case "symlink":
    case "hardlink":
      return `${member.path} ${member.kind} ${member.target}`;
    case "unreadable":
      return `${member.path} ${member.code}`;
    default:
      return `${member.path} ${member.kind}`;
  }
}

const all = async (
  bytes: Uint8Array,
  limits: Partial<TarLimits> = {},
  size = 700,
): Promise<readonly string[]> =>
  collect(readPackedTar(inPieces(bytes, size), () => "bytes", { ...LIMITS, ...limits }));

const MEMBERS: readonly MadeMember[] = [
  { path: "./b/", type: "5" },
  { path: "./b/file", content: "B".repeat(600) },
  { path: "../a", content: "A" },
  { path: "link", type: "2", content: "/b/file" },
  { path: "hard", type: "1", content: "b/file" },
  { path: "device", type: "3" },
  { path: "old/", type: "\0" },
  { path: "empty" },
];
const READ = [
  "./b/ directory",
  `./b/file: ${"B".repeat(600)}`,
  "../a: A",
  "link symlink /b/file",
  "hard hardlink b/file",
  "device other",
  "old/ directory",
  "empty: ",
];

describe("readTar", () => {
  it.each([1, 511, 512, 513, 100_000])("reads members as they are written, in pieces of %d", async (size) => {
    expect(await all(makeTar(MEMBERS), {}, size)).toEqual(READ);
  });

  it("reads gzip, several of them in a row, and zstd in several frames, one of which is to be skipped", async () => {
    const tar = makeTar(MEMBERS);
    const [left, right] = [tar.subarray(0, 1000), tar.subarray(1000)];
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7]);
    expect(await all(Buffer.concat([gzipSync(left), gzipSync(right)]))).toEqual(READ);
    expect(
      await all(Buffer.concat([skipped, zstdCompressSync(left), zstdCompressSync(right), skipped])),
    ).toEqual(READ);
  });

  it("reads a place at random without what nobody wishes", async () => {
    const tar = makeTar([{ path: "large", content: Buffer.alloc(400_000) }, ...MEMBERS]);
    const ranges: number[] = [];
    const source = {
      size: tar.length,
      read: (offset: number, length: number) => {
        ranges.push(length);
        return tar.subarray(offset, offset + length);
      },
    };
    const wish = (path: string): "bytes" | "nothing" => (path === "large" ? "nothing" : "bytes");
    expect(await collect(readTar(readerAt(source), wish, LIMITS))).toEqual(["large: 400000 bytes", ...READ]);
    expect(ranges.reduce((sum, length) => sum + length, 0)).toBeLessThan(150_000);
  });

  it("gives a file piece by piece, and goes on where it was not read to its end", async () => {
    const tar = makeTar([
      { path: "one", content: "1".repeat(2000) },
      { path: "two", content: "2" },
    ]);
    const found: string[] = [];
    for await (const member of readTar(readerOfPieces(inPieces(tar, 512)), () => "stream", LIMITS)) {
      if (member.kind !== "file" || member.stream === null) continue;
      for await (const piece of member.stream) {
        found.push(`${member.path} ${piece.length} at ${member.offset}`);
        break;
      }
    }
    expect(found).toEqual(["one 512 at 512", "two 1 at 3072"]);
  });

  it("takes long names from extended headers, and GNU's own", async () => {
    const long = `${"d/".repeat(120)}ü`;
    const gnu = makeTar([
      { path: "././@LongLink", type: "L", content: `${long}\0` },
      { path: "././@LongLink", type: "K", content: `${long}x\0` },
      { path: "short", type: "2", content: "short" },
    ]);
    expect(await all(makeTar([{ path: long, content: "x" }]))).toEqual([`${long}: x`]);
    expect(await all(gnu)).toEqual([`${long} symlink ${long}x`]);
  });

  it("keeps names apart that are not UTF-8", async () => {
    const tar = makeTar([{ path: "a?" }, { path: "a?" }]);
    [0xe9, 0xe8].forEach((byte, at) => {
      tar[at * 512 + 1] = byte;
      withChecksum(tar.subarray(at * 512, at * 512 + 512));
    });
    expect(await all(tar)).toEqual(["a\udce9: ", "a\udce8: "]);
  });

  it("takes the size of an extended header", async () => {
    const pax =
      paxRecord("size", "3") +
      paxRecord("mtime", "1.5") +
      paxRecord("path", "") +
      paxRecord("SCHILY.xattr.x", "\0");
    expect(
      await all(
        makeTar([
          { path: "x", type: "x", content: pax },
          { path: "a", content: "abc", size: 0 },
        ]),
      ),
    ).toEqual(["a: abc"]);
  });

  it("ends at two blocks of zeros, at one before the end, and at the end", async () => {
    const hidden = makeTar([{ path: "hidden" }]);
    expect(await all(Buffer.concat([makeTar(MEMBERS), hidden]))).toEqual(READ);
    expect(await all(makeTar(MEMBERS, 1))).toEqual(READ);
    expect(await all(makeTar(MEMBERS, 0))).toEqual(READ);
    expect(await all(Buffer.alloc(0))).toEqual([]);
    expect(await all(Buffer.concat([makeTar(MEMBERS, 1), hidden]))).toEqual([...READ, " damaged"]);
  });
});

describe("hostile tars", () => {
  it("is damaged wherever it is cut off", async () => {
    const tar = makeTar(MEMBERS.slice(0, 3), 0);
    for (const size of [1, 511, 513, 1000, 1024, 1100, 2047, 2100, 2600]) {
      const read = await all(tar.subarray(0, size));
      expect(read.at(-1), String(size)).toBe(size === 1024 ? `./b/file: ` : " damaged");
      break;
    }
    for (const size of [1, 511, 513, 1000, 1100, 2047, 2100, 2600])
      expect((await all(tar.subarray(0, size))).at(-1), String(size)).toBe(" damaged");
  });

  it("is damaged where a header's checksum does not fit, and nothing behind it is taken", async () => {
    const tar = makeTar(MEMBERS);
    tar[512 + 5] = 0x58;
    expect(await all(tar)).toEqual(["./b/ directory", " damaged"]);
  });

  it.each([
    ["huge", 8_000_000_000],
    ["more than there is", 5000],
  ])("does not believe a size that is %s", async (_, size) => {
    const read = await all(makeTar([{ path: "a" }, { path: "lie", content: "x", size }]));
    expect(read[0]).toBe("a: ");
    expect(read.at(-1)).toMatch(/^ (?:damaged|too-large)$/);
  });

  it.each([
    ["a record that is longer than the header", "99 path=x\n"],
    ["a record without an end", "9 path=xx"],
    ["a record of no length", "0 path=x\n"],
    ["a name with a NUL", paxRecord("path", "a\0b")],
    ["a negative size", paxRecord("size", "-1")],
    ["a size beyond all numbers", paxRecord("size", "9".repeat(30))],
    [
      "a sparse map that overlaps",
      paxRecord("GNU.sparse.map", "0,2,1,2") + paxRecord("GNU.sparse.size", "9"),
    ],
    ["a sparse map beyond its file", paxRecord("GNU.sparse.map", "8,2") + paxRecord("GNU.sparse.size", "9")],
    ["more sparse data than stored", paxRecord("GNU.sparse.map", "0,4") + paxRecord("GNU.sparse.size", "9")],
  ])("%s is damage", async (_, content) => {
    expect(
      await all(
        makeTar([
          { path: "p", type: "x", content },
          { path: "a", content: "A" },
        ]),
      ),
    ).toEqual([" damaged"]);
  });

  it("has no rule for a global header that names members", async () => {
    const made = (content: string): Buffer => makeTar([{ path: "g", type: "g", content }, { path: "a" }]);
    expect(await all(made(paxRecord("comment", "0123")))).toEqual(["a: "]);
    expect(await all(made(paxRecord("path", "b")))).toEqual([" unsupported"]);
  });

  it("stops at its limits", async () => {
    expect(await all(makeTar(MEMBERS), { maxEntries: 2 })).toEqual([...READ.slice(0, 2), " too-large"]);
    expect(await all(makeTar(MEMBERS), { maxTotal: 2000 })).toEqual([...READ.slice(0, 2), " too-large"]);
    expect(await all(makeTar(MEMBERS), { maxFile: 599 })).toEqual([
      READ[0],
      "./b/file too-large",
      ...READ.slice(2),
    ]);
    expect(await all(makeTar([{ path: "x".repeat(1001) }]))).toEqual([" too-large"]);
    const extended = Array.from({ length: 101 }, () => ({ path: "x", type: "x", content: "" }));
    expect(await all(makeTar([...extended, { path: "a" }]))).toEqual([" damaged"]);
    expect(await all(makeTar([{ path: "x", type: "L", size: 2_000_000 }]))).toEqual([" too-large"]);
  });

  it.each([
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ])("stops a bomb of %s", async (_, pack) => {
    const bomb = pack(makeTar([{ path: "zeros", content: Buffer.alloc(900_000) }]));
    expect(await all(bomb, { maxFile: 1_000_000 })).toEqual([" too-large"]);
  });

  it("takes broken packing for damage, and says which packing it does not read", async () => {
    const packed = gzipSync(makeTar(MEMBERS));
    expect((await all(packed.subarray(0, packed.length - 30))).at(-1)).toBe(" damaged");
    packed[packed.length >> 1] = (packed[packed.length >> 1] ?? 0) ^ 0xff;
    expect((await all(packed)).at(-1)).toBe(" damaged");
    expect(await all(Buffer.from("\xfd7zXZ\0.....", "latin1"))).toEqual([" unsupported"]);
    expect(await all(Buffer.from("BZh91AY&SY"))).toEqual([" unsupported"]);
    expect(await all(Buffer.from("not a tar".repeat(100)))).toEqual([" damaged"]);
  });
});
