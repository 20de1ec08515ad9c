// What others packed, badly or to harm: bounded, said, and nothing of it written anywhere.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { packZip } from "../../../../../../test/laws/pack-zip.ts";
import { makeTar } from "../../../archive/tar/make-tar.ts";
import { memoryTree } from "../../../host/memory/index.ts";
import type { Inventory } from "../../../model/index.ts";
import { sdist } from "../../sdist/index.ts";
import { wheel } from "../../wheel/index.ts";
import { memberPath } from "./archive.ts";
import { memberTree } from "./member-tree.ts";

const WHEEL = "brick-1.0-py3-none-any.whl";
const METADATA = "Metadata-Version: 2.1\nName: brick\nVersion: 1.0\n";
const INFO = "brick-1.0.dist-info/METADATA";

const readWheel = (bytes: Uint8Array): Promise<Inventory> =>
  wheel.read(memoryTree({ [WHEEL]: bytes }), { path: WHEEL }, { workingDirectory: "" });
const readSdist = (bytes: Uint8Array): Promise<Inventory> =>
  sdist.read(
    memoryTree({ "brick-1.0.tar.gz": bytes }),
    { path: "brick-1.0.tar.gz" },
    { workingDirectory: "" },
  );
const said = ({ dependencies, gaps }: Inventory): readonly unknown[] => [
  dependencies.map(({ key }) => key),
  gaps.map(({ code, origin }) => `${code} ${origin?.path.split("!/")[1] ?? ""}`.trim()),
];

/** CPU seconds and the memory that it took at most, roughly. */
async function costOf(work: () => Promise<unknown>): Promise<{ seconds: number; megabytes: number }> {
  const [cpu, memory] = [process.cpuUsage(), process.memoryUsage().rss];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (user + system) / 1e6, megabytes: (process.memoryUsage().rss - memory) / 1e6 };
}

describe("the paths of an archive", () => {
  it.each([
    ["a/b.py", "a/b.py"],
    ["./a//b.py", "a/b.py"],
    ["../a.py", null],
    ["a/../../b", null],
    ["a/../b", null],
    ["/etc/passwd", null],
    ["C:/x", null],
    ["a\\..\\b", null],
    ["a\0b", null],
    ["", null],
    ["./", null],
    ["a/".repeat(65), null],
    ["a".repeat(4097), null],
  ])("%j is %j", (name, path) => expect(memberPath(name)).toBe(path));

  it("that lead out are a gap, and nothing of them is read", async () => {
    const out = { "../brick-2.0.dist-info/METADATA": METADATA, "/brick-3.0.dist-info/METADATA": METADATA };
    expect(said(await readWheel(await packZip({ ...out, [INFO]: METADATA })))).toEqual([
      ["brick@1.0"],
      ["outside-root"],
    ]);
    const members = [
      { path: "../evil/PKG-INFO", content: METADATA },
      { path: "brick-1.0/PKG-INFO", content: METADATA },
    ];
    expect(said(await readSdist(gzipSync(makeTar(members))))).toEqual([
      ["brick@1.0"],
      ["outside-root", "dynamic-metadata brick-1.0/PKG-INFO"],
    ]);
  });
});

describe("links of a tar", () => {
  const linked = (type: string, target: string) =>
    readSdist(
      gzipSync(
        makeTar([
          { path: "brick-1.0/real", content: "x" },
          { path: "brick-1.0/pyproject.toml", type, content: target },
          { path: "brick-1.0/PKG-INFO", content: METADATA },
        ]),
      ),
    );

  it.each([
    ["2", "/etc/passwd"],
    ["2", "../../secret"],
    ["1", "../secret"],
    ["2", "pyproject.toml"],
    ["2", "gone"],
  ])("type %s to %s leads nowhere", async (type, target) => {
    const [keys, gaps] = said(await linked(type, target));
    expect(keys).toEqual(["brick@1.0"]);
    expect(gaps).toContain("dynamic-metadata brick-1.0/PKG-INFO");
  });

  it("inside are followed, and a file may not be a folder", async () => {
    const tree = memberTree(
      new Map([
        ["a", { kind: "file", size: 1, read: async () => ({ kind: "file", bytes: new Uint8Array(1) }) }],
        ["a/b", { kind: "link", target: "../c" }],
        ["d", { kind: "link", target: "a/b" }],
      ]),
    );
    expect(await tree.stat("d")).toEqual({ kind: "missing" });
    expect(await tree.stat("a")).toMatchObject({ entry: "directory" });
    expect(await tree.read("a")).toEqual({ kind: "not-a-file" });
  });
});

describe("metadata", () => {
  it("twice in one zip is a gap, for tools differ in which they take", async () => {
    const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } = await import("@zip.js/zip.js");
    // The library refuses a second entry of one name, so the name is changed in the bytes, with its length.
    const writer = new ZipWriter(new Uint8ArrayWriter());
    const other = METADATA.replace("1.0", "9.9");
    for (const [name, text] of [
      [INFO, METADATA],
      [INFO.replace("METADATA", "METADATB"), other],
    ] as const)
      await writer.add(name, new Uint8ArrayReader(new TextEncoder().encode(text)), { level: 0 });
    const bytes = Buffer.from((await writer.close()).slice());
    for (let at = bytes.indexOf("METADATB"); at !== -1; at = bytes.indexOf("METADATB")) bytes[at + 7] = 0x41;
    const inventory = await readWheel(bytes);
    expect(said(inventory)).toEqual([["brick@9.9"], [`unparsable-file ${INFO}`, `unparsable-file ${INFO}`]]);
  });

  it("that the zip does not count is a gap, for Python's zipfile reads on", async () => {
    const [, gaps] = said(await readWheel(emptyFiles(["a", INFO], 1)));
    expect(gaps).toContain("unparsable-file");
    expect(said(await readWheel(emptyFiles(["a", "b"], 2)))[1]).toEqual(["unparsable-file"]);
  });

  it("whose local header disagrees with the directory is not read", async () => {
    const bytes = Buffer.from(await packZip({ [INFO]: METADATA }, { level: 0 }));
    bytes[bytes.indexOf("METADATA")] = 0x4e;
    expect(said(await readWheel(bytes))).toEqual([["brick@1.0"], [`unreadable ${INFO}`]]);
  });

  it("whose bytes are changed is not read", async () => {
    const bytes = Buffer.from(await packZip({ [INFO]: METADATA }, { level: 0 }));
    bytes[bytes.indexOf("Name: brick") + 6] = 0x74;
    expect(said(await readWheel(bytes))).toEqual([["brick@1.0"], [`unreadable ${INFO}`]]);
  });

  it("of another release than the file's name is a gap", async () => {
    const other = METADATA.replace("brick", "stone");
    expect(said(await readWheel(await packZip({ [INFO]: other })))).toEqual([
      ["stone@1.0"],
      [`unparsable-file ${INFO}`],
    ]);
  });

  it("in two folders is that of the file's name", async () => {
    const files = { "a-1.dist-info/METADATA": METADATA.replace("brick", "a"), [INFO]: METADATA };
    expect(said(await readWheel(await packZip(files)))).toEqual([
      ["brick@1.0"],
      ["unparsable-file a-1.dist-info"],
    ]);
  });

  it("that is missing leaves the file's name, and a gap", async () => {
    expect(said(await readWheel(await packZip({ "brick.py": "" })))).toEqual([
      ["brick@1.0"],
      ["unparsable-file"],
    ]);
    expect(said(await readSdist(gzipSync(makeTar([{ path: "brick-1.0/setup.py" }]))))).toEqual([
      [],
      ["unparsable-file"],
    ]);
  });
});

describe("bombs", () => {
  it("one file of a zip that unpacks to 60 MB costs only itself", async () => {
    const bytes = await packZip({ [INFO]: "0".repeat(60_000_000) });
    expect(bytes.length).toBeLessThan(400_000);
    let inventory: Inventory | null = null;
    const { seconds, megabytes } = await costOf(async () => {
      inventory = await readWheel(bytes);
    });
    expect(said(inventory ?? (await readWheel(bytes)))).toEqual([["brick@1.0"], [`limit-exceeded ${INFO}`]]);
    expect(seconds).toBeLessThan(2);
    expect(megabytes).toBeLessThan(150);
  });

  it("a size in the directory that lies does not help", async () => {
    const bytes = Buffer.from(await packZip({ [INFO]: "0".repeat(50_000_000) }));
    // The unpacked size, at 24 of the directory's entry and at 22 of the file's header: ten bytes.
    const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(10, entry + 24);
    bytes.writeUInt32LE(10, 22);
    const [, gaps] = said(await readWheel(bytes));
    expect(gaps).toEqual([`unreadable ${INFO}`]);
  });

  it("a tar of gigabytes of nothing stops at its ratio", async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    const member = { path: "brick-1.0/zeros", content: zeros };
    const packed = gzipSync(makeTar([member, member, member]));
    expect(packed.length).toBeLessThan(400_000);
    const { seconds, megabytes } = await costOf(async () => {
      expect(said(await readSdist(packed))).toEqual([[], ["limit-exceeded", "unparsable-file"]]);
    });
    expect(seconds).toBeLessThan(5);
    expect(megabytes).toBeLessThan(250);
  });

  it("a zip of more files than any application has is cut, and says so", async () => {
    const names = Array.from({ length: 250_000 }, (_, at) => `d/${at}`);
    const bytes = emptyFiles([INFO, ...names]);
    const { seconds, megabytes } = await costOf(async () => {
      const [, gaps] = said(await readWheel(bytes));
      expect(gaps).toEqual(["limit-exceeded", `unreadable ${INFO}`]);
    });
    expect(seconds).toBeLessThan(10);
    expect(megabytes).toBeLessThan(500);
  });

  it("a tar of a million tiny files is cut, too", async () => {
    const one = makeTar([{ path: "brick-1.0/x" }], 0);
    const packed = gzipSync(Buffer.concat(Array.from({ length: 250_000 }, () => one)));
    const { seconds } = await costOf(async () => {
      expect(said(await readSdist(packed))).toEqual([[], ["limit-exceeded", "unparsable-file"]]);
    });
    expect(seconds).toBeLessThan(10);
  });
});

/** A zip of empty files in the fewest bytes: all entries share one local header. */
function emptyFiles(names: readonly string[], counted = names.length): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    entry.write(name, 46);
    return entry;
  });
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(counted % 0x10000, 8);
  end.writeUInt16LE(counted % 0x10000, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}
