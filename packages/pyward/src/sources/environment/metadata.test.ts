import { describe, expect, it } from "vitest";
import { codes, keys, metadata, only, read, venv, SITE, type Files } from "./memory-environment.ts";

describe("metadata", () => {
  it("counts before the name of the folder, and says that they differ", async () => {
    const inventory = await read(venv({ "old_name-1.0.dist-info/METADATA": metadata("New.Name", "2.0") }));
    expect(only(inventory)).toMatchObject({ key: "new-name@2.0", name: "new-name", version: "2.0" });
    expect(inventory.notes).toHaveLength(1);
  });

  it("does not call another spelling of a version different", async () => {
    const files = venv({
      "a-1.0.post1.dist-info/METADATA": metadata("a", "1.0-1"),
      "b-1.0+x.1.dist-info/METADATA": metadata("b", "1+x-1"),
    });
    expect((await read(files)).notes).toEqual([]);
  });

  it("has the line of the version as its origin", async () => {
    const inventory = await read(venv({ "a-1.dist-info/METADATA": metadata("a", "1") }));
    expect(only(inventory).origins).toEqual([
      { path: `${SITE}/a-1.dist-info/METADATA`, line: 3, column: 1, layer: null, span: null },
    ]);
  });

  const broken: readonly (readonly [string, Files])[] = [
    ["missing", { "a-1.0.dist-info/RECORD": "" }],
    ["in an empty folder", { "a-1.0.dist-info/": "" }],
    ["empty", { "a-1.0.dist-info/METADATA": "" }],
    ["not UTF-8", { "a-1.0.dist-info/METADATA": new Uint8Array([0xff, 0xfe, 0x4e, 0, 0x61, 0]) }],
    ["a dangling link", { "a-1.0.dist-info/METADATA": { link: "nowhere" } }],
    ["without a version", { "a-1.0.dist-info/METADATA": "Name: a\n\nVersion: 9\n" }],
    ["without a name", { "a-1.0.dist-info/METADATA": "Version: 1.0\n" }],
    ["of no valid name", { "a-1.0.dist-info/METADATA": "Name: a b\nVersion: 1.0\n" }],
    ["of no valid version", { "a-1.0.dist-info/METADATA": "Name: a\nVersion: one\n" }],
    [
      "of a version without end",
      { "a-1.0.dist-info/METADATA": `Name: a\nVersion: ${"1.".repeat(50_000)}0\n` },
    ],
  ];
  it.each(broken)("that is %s costs a note, and not the release or the rest", async (_, files) => {
    const inventory = await read(venv({ ...files, "b-2.dist-info/METADATA": metadata("b", "2") }));
    expect(keys(inventory)).toEqual(["a@1.0", "b@2"]);
    expect(inventory.gaps).toEqual([]);
    expect(inventory.notes).toHaveLength(1);
  });

  const forbidden = { failure: { kind: "unreadable", reason: "permission denied" } } as const;
  const unread: readonly (readonly [string, string, Files])[] = [
    ["a loop of links", "unreadable", { "a-1.0.dist-info/METADATA": { link: "METADATA" } }],
    ["a link out", "outside-root", { "a-1.0.dist-info/METADATA": { link: "/cache/METADATA" } }],
    [
      "in a folder behind a link out",
      "outside-root",
      { "a-1.0.dist-info": { link: "/store/a-1.0.dist-info" } },
    ],
    ["in a folder that is a loop", "unreadable", { "a-1.0.dist-info": { link: "a-1.0.dist-info" } }],
    ["a folder", "unparsable-file", { "a-1.0.dist-info/METADATA/inside": "" }],
    ["a pipe", "unparsable-file", { "a-1.0.dist-info/METADATA": { special: true } }],
    ["10 GB", "limit-exceeded", { "a-1.0.dist-info/METADATA": { size: 10e9 } }],
    ["forbidden", "unreadable", { "a-1.0.dist-info/METADATA": forbidden }],
  ];
  it.each(unread)(
    "that is %s is a gap, and hides neither the release nor the rest",
    async (_, code, files) => {
      const inventory = await read(venv({ ...files, "b-2.dist-info/METADATA": metadata("b", "2") }));
      expect(keys(inventory)).toEqual(["a@1.0", "b@2"]);
      expect(inventory.gaps).toMatchObject([{ code, name: "a", expected: false }]);
      expect(inventory.notes).toEqual([]);
    },
  );

  it.each([
    ["missing", { "a.egg-info/SOURCES.txt": "" }, "unparsable-file a"],
    ["without a version", { "a.egg-info/PKG-INFO": "Name: a\n" }, "unparsable-file a"],
    ["a link out", { "a.egg-info/PKG-INFO": { link: "/x" } }, "outside-root a"],
    ["an egg-info that is a link out", { "a.egg-info": { link: "/x" } }, "outside-root a"],
    ["10 GB", { "a.egg-info": { size: 10e9 } }, "limit-exceeded a"],
    ["a loop of links", { "a.egg-info/PKG-INFO": { link: "PKG-INFO" } }, "unreadable a"],
    ["under no valid name", { "-1.0.dist-info/METADATA": "" }, "unparsable-file"],
  ])("that is %s where the name says no version is a gap", async (_, files, code) => {
    const inventory = await read(venv({ ...files, "b-2.dist-info/METADATA": metadata("b", "2") }));
    expect(keys(inventory)).toEqual(["b@2"]);
    expect(codes(inventory)).toEqual([code]);
  });

  it("keeps a version that nothing can compare, for the audit to judge", async () => {
    expect(keys(await read(venv({ "a.egg-info/PKG-INFO": metadata("a", "2004-unknown") })))).toEqual([
      "a@2004-unknown",
    ]);
  });

  it("falls back to PKG-INFO where METADATA is empty", async () => {
    const files = venv({ "a-1.dist-info/METADATA": "", "a-1.dist-info/PKG-INFO": metadata("a", "2") });
    expect(keys(await read(files))).toEqual(["a@2"]);
  });
});

it("quotes no control character in a note", async () => {
  const { notes } = await read(
    venv({ "a-1\u001B[2J.dist-info/": "", "a-2.dist-info/": "", "\u202Ex.pth": "import os\n" }),
  );
  expect(notes.length).toBeGreaterThan(0);
  expect(notes.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
