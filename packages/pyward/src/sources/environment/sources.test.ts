import { describe, expect, it } from "vitest";
import { codes, keys, metadata, only, read, venv, type Files } from "./memory-environment.ts";

describe("sources", () => {
  const from = (url: string): Files =>
    venv({ "a-1.dist-info/METADATA": metadata("a", "1"), "a-1.dist-info/direct_url.json": url });

  it.each([
    [
      "git",
      { url: "https://user:secret@git.example/a.git?token=x#y", vcs_info: { vcs: "git", commit_id: "0" } },
      { source: { type: "git", url: "https://git.example/a.git" } },
    ],
    [
      "another repository",
      { url: "https://hg.example/a", vcs_info: { vcs: "hg", commit_id: "0" } },
      { source: { type: "url", url: "https://hg.example/a" } },
    ],
    [
      "a login of ssh",
      { url: "ssh://git@git.example/a.git", vcs_info: { vcs: "git", commit_id: "0" } },
      { source: { type: "git", url: "ssh://git.example/a.git" } },
    ],
    [
      "an archive",
      {
        url: "https://files.example/a-1.zip",
        archive_info: { hash: "sha256=00ff", hashes: { sha256: "00ff", md5: "aa", bad: 1 } },
      },
      { source: { type: "url", url: "https://files.example/a-1.zip" }, hashes: ["md5:aa", "sha256:00ff"] },
    ],
    [
      "a local archive",
      { url: "file:///home/me/a-1.zip", archive_info: {} },
      { source: { type: "path", url: null } },
    ],
    [
      "a folder",
      { url: "file:///home/me/a", dir_info: {} },
      { source: { type: "path", url: null }, own: null },
    ],
    [
      "an editable folder",
      { url: "file:///home/me/a", dir_info: { editable: true } },
      { source: { type: "path", url: null }, own: "editable" },
    ],
    ["no URL", { url: 7 }, { source: { type: "registry", url: null } }],
    [
      "an odd URL",
      { url: "git@git.example:a.git", vcs_info: { vcs: "git" } },
      { source: { type: "git", url: null } },
    ],
  ])("tells %s", async (_, record, expected) => {
    expect(only(await read(from(JSON.stringify(record))))).toMatchObject({
      ...expected,
      pin: "exact",
      basis: "installed",
    });
  });

  it.each(["", "{", "[]", "null", "[".repeat(100_000), '"text"'])("is not shaken by %j", async (text) => {
    expect(only(await read(from(text)))).toMatchObject({ source: { type: "registry" }, own: null });
  });

  it("takes an egg-link and its path for a development install, and reads neither", async () => {
    const files = venv({ "a.egg-link": "/home/me/a/src\n../", "easy-install.pth": "/home/me/a/src\n" });
    const inventory = await read(files);
    expect(only(inventory)).toMatchObject({
      key: "a",
      own: "editable",
      pin: "url",
      source: { type: "path", url: null },
    });
    expect(inventory.gaps).toEqual([]);
  });

  it("reads the working tree of an egg-link that lies in the environment, once", async () => {
    const files = {
      ...venv({ "a-2-b.egg-link": "/env/src/a\n.", "easy-install.pth": "/env/src/a\n" }),
      "src/a/a_2_b.egg-info/PKG-INFO": metadata("a-2-b", "0.8"),
      "src/a/a_2_b.egg-info/requires.txt": "six\n",
      "src/a/another.egg-info/PKG-INFO": metadata("another", "3"),
    };
    const inventory = await read(files, "", "/env");
    expect(keys(inventory)).toEqual(["a-2-b@0.8", "another@3"]);
    expect(inventory.dependencies[0]).toMatchObject({ own: "editable", source: { type: "path", url: null } });
    expect(inventory.gaps).toEqual([]);
  });

  it("follows an absolute path that a .pth adds, where it is inside, behind its own folder", async () => {
    const files = {
      ...venv({
        "a-2.dist-info/METADATA": metadata("a", "2"),
        "more.pth": "/env/more\n/envy/more\n/env/../x\n",
      }),
      "more/a-1.dist-info/METADATA": metadata("a", "1"),
      "more/b-1.dist-info/METADATA": metadata("b", "1"),
    };
    const inventory = await read(files, "", "/env");
    expect(keys(inventory)).toEqual(["a@2", "b@1"]);
    expect(inventory.notes.filter((note) => note.includes("shadowed"))).toHaveLength(1);
    expect(inventory.gaps.map(({ origin }) => origin?.line)).toEqual([2, 3]);
  });

  it("takes the path of an editable install for the user's own", async () => {
    const inventory = await read(
      venv({
        "a-1.dist-info/METADATA": metadata("a", "1"),
        "a-1.dist-info/direct_url.json": '{"url": "file:///home/me/my%20a", "dir_info": {"editable": true}}',
        "_a.pth": "/home/me/my a/src\n",
        "__editable__.b-1.pth": "/home/me/b\n",
        "__editable___a_1_finder.py": "raise SystemExit",
      }),
    );
    expect(codes(inventory)).toEqual([]);
  });

  it("has a gap, and no quote, where a .pth leads elsewhere", async () => {
    const inventory = await read(
      venv({ "x.pth": "# no\n/home/secret/site\nC:\\secret\n../../../../secret\n" }),
    );
    expect(codes(inventory)).toEqual(["outside-root", "outside-root", "outside-root"]);
    expect(inventory.gaps.map(({ origin }) => origin?.line)).toEqual([2, 3, 4]);
    expect(JSON.stringify(inventory)).not.toContain("secret");
  });

  it("names conda where conda installed it", async () => {
    const files = venv({
      "a-1.dist-info/METADATA": metadata("a", "1"),
      "a-1.dist-info/INSTALLER": "conda\n",
    });
    expect(only(await read(files))).toMatchObject({ source: { type: "conda" }, manager: "conda" });
  });
});
