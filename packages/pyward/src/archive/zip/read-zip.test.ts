import { describe, expect, it } from "vitest";

import type { ZipMember } from "./read-member.ts";
import { readZip, type ZipLimits } from "./read-zip.ts";

const LIMITS: ZipLimits = { maxEntries: 100, maxFile: 10_000, maxTotal: 50_000 };

async function pack(
  files: Readonly<Record<string, string>>,
  options: { level?: number; password?: string } = {},
): Promise<Buffer> {
  const { ZipWriter, Uint8ArrayWriter, TextReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new Uint8ArrayWriter(), options);
  for (const [name, text] of Object.entries(files)) await writer.add(name, new TextReader(text));
  return Buffer.from(await writer.close());
}

async function readAll(bytes: Uint8Array, limits = LIMITS): Promise<readonly ZipMember[]> {
  return collect(readZip(bytes, (path) => path.endsWith(".json"), limits));
}

function texts(members: readonly ZipMember[]): readonly string[] {
  return members.map((member) =>
    member.kind === "file"
      ? `${member.path}: ${Buffer.from(member.bytes).toString()}`
      : `${member.path} unreadable`,
  );
}

async function collect(items: AsyncIterable<ZipMember>): Promise<readonly ZipMember[]> {
  const all: ZipMember[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("readZip", () => {
  it.each([0, 6])("reads what is wanted, in the order of the directory (level %d)", async (level) => {
    const bytes = await pack(
      { "b.json": "B", "a.txt": "no", "deep/../a.json": "A", "empty.json": "" },
      { level },
    );
    expect(texts(await readAll(bytes))).toEqual(["b.json: B", "deep/../a.json: A", "empty.json: "]);
  });

  it("gives up a file that unpacks to more than its limit, and reads on", async () => {
    const bytes = await pack({ "bomb.json": "0".repeat(1_000_000), "good.json": "G" });
    expect(texts(await readAll(bytes))).toEqual(["bomb.json unreadable", "good.json: G"]);
  });

  it("stops at the limits of the whole", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`${index}.json`, "x".repeat(9_000)]),
    );
    const members = await readAll(await pack(files));
    expect(members.at(-1)).toMatchObject({ kind: "unreadable", path: "" });
    expect(members.filter(({ kind }) => kind === "file")).toHaveLength(5);
    expect(await readAll(await pack(files), { ...LIMITS, maxEntries: 2 })).toHaveLength(3);
  });

  it("sees a changed byte by the checksum", async () => {
    const bytes = await pack({ "a.json": "AAAA", "b.json": "B" }, { level: 0 });
    bytes[bytes.indexOf("AAAA")] = 0x58;
    expect(texts(await readAll(bytes))).toEqual(["a.json unreadable", "b.json: B"]);
  });

  it("does not read what is encrypted", async () => {
    expect(texts(await readAll(await pack({ "a.json": "A" }, { password: "secret" })))).toEqual([
      "a.json unreadable",
    ]);
  });

  it("says that a directory cut off at any place cannot be read", async () => {
    const bytes = await pack({ "a.json": "A" });
    for (const size of [0, 4, 30, bytes.length - 1]) {
      const members = await readAll(bytes.subarray(0, size));
      expect(members.at(-1)).toMatchObject({ kind: "unreadable", path: "" });
    }
  });
});
