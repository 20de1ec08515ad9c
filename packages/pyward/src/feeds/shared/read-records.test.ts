import { describe, expect, it } from "vitest";

import { memoryTree, type MemoryFile } from "../../host/memory/index.ts";
import type { RawRecord } from "../../model/index.ts";
import { readRecords } from "./read-records.ts";

async function read(files: Readonly<Record<string, MemoryFile>>, path = ""): Promise<readonly RawRecord[]> {
  return collect(readRecords(memoryTree(files), path));
}

function ids(records: readonly RawRecord[]): readonly unknown[] {
  return records.map((raw) => (raw.kind === "record" ? Object(raw.value).id : `unreadable ${raw.file}`));
}

async function collect(items: AsyncIterable<RawRecord>): Promise<readonly RawRecord[]> {
  const all: RawRecord[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("readRecords", () => {
  it("reads a directory in the order of names, all levels, JSON and YAML", async () => {
    const files = {
      "b/2.yaml": "id: Y-2",
      "a/1.json": '{"id":"J-1"}',
      "a/note.md": "#",
      ".git/3.json": "{}",
      "c.yml": "id: Y-3",
    };
    expect(ids(await read(files))).toEqual(["J-1", "Y-2", "Y-3"]);
  });

  it("reads one file: an object, a list, an answer, lines", async () => {
    expect(ids(await read({ f: '\uFEFF{"id":"A"}' }, "f"))).toEqual(["A"]);
    expect(ids(await read({ f: '[{"id":"A"},{"id":"B"}]' }, "f"))).toEqual(["A", "B"]);
    expect(ids(await read({ f: '{"vulns":[{"id":"A"}]}' }, "f"))).toEqual(["A"]);
    expect(ids(await read({ f: '{"id":"A"}\r\n\r\n{"id":"B"\n{"id":"C"}' }, "f"))).toEqual([
      "A",
      "unreadable f:3",
      "C",
    ]);
  });

  it("lets one bad file cost only itself", async () => {
    const files = {
      "a.json": "<html>",
      "b.json": { failure: { kind: "unreadable", reason: "permission denied" } } as const,
      "c.json": { size: 1e10 },
      "d.json": '{"id":"D"}',
      "e.json": { link: "/etc/passwd" },
    };
    expect(ids(await read(files))).toEqual([
      "unreadable a.json",
      "unreadable b.json",
      "unreadable c.json",
      "D",
      "unreadable e.json",
    ]);
  });

  it("goes no further down than it must, and round no loop", async () => {
    const deep = `${"d/".repeat(40)}1.json`;
    expect(
      ids(await read({ [deep]: '{"id":"A"}', "loop/self": { link: "." }, "loop/2.json": '{"id":"B"}' })),
    ).toEqual(["B"]);
  });

  it("leaves out what is not wanted, by the name of a CVE or the text", async () => {
    const files = {
      "DEBIAN-CVE-2024-0001.json": '{"id":"DEBIAN-CVE-2024-0001"}',
      "DEBIAN-CVE-2024-0002.json": { failure: { kind: "unreadable", reason: "not looked at" } } as const,
      "DSA-1.json": '{"id":"DSA-1","upstream":["CVE-2024-0001"]}',
      "DSA-2.json": '{"id":"DSA-2","upstream":["CVE-2024-0003"]}',
    };
    const wanted = await collect(
      readRecords(memoryTree(files), "", (text) => text.includes("CVE-2024-0001")),
    );
    expect(ids(wanted)).toEqual(["DEBIAN-CVE-2024-0001", "DSA-1"]);
  });

  it("says what is wrong with the path itself", async () => {
    await expect(read({ a: "" }, "b")).rejects.toMatchObject({ code: "missing-path" });
    await expect(read({ a: { size: 1e12 } }, "a")).rejects.toMatchObject({ code: "bad-database" });
    await expect(read({ "a.zip": "PK\u0003\u0004cut off" }, "a.zip")).rejects.toMatchObject({
      code: "bad-database",
    });
  });

  it("makes no object of a class and no number of a version from YAML", async () => {
    const [raw] = await read({
      "a.yaml": 'id: A\nv: 1.10\nd: 2024-01-01\n"__proto__": {x: 1}\nn: ~\nt: true',
    });
    expect(raw?.kind === "record" && JSON.parse(JSON.stringify(raw.value))).toMatchObject({
      v: "1.10",
      d: "2024-01-01",
      n: null,
      t: "true",
    });
    expect(Object("").x).toBeUndefined();
  });
});
