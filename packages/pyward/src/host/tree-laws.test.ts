import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { repositoryFiles, writeFiles, type GitDirectory } from "../git/example-repository.ts";
import { commitTree, openDatabase } from "../git/index.ts";
import type { FileTree } from "./file-tree.ts";
import { memoryTree } from "./memory/index.ts";
import { nodeTree } from "./node/index.ts";

// The laws of a FileTree, over the disk, the memory and a commit alike.
const scratch = mkdtempSync(join(tmpdir(), "pyward-tree-"));
afterAll(() => rmSync(scratch, { recursive: true }));

type Files = Readonly<Record<string, string | { readonly link: string }>>;

function diskTree(files: Files): FileTree {
  const root = mkdtempSync(join(scratch, "root-"));
  for (const [path, file] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (path.endsWith("/")) mkdirSync(join(root, path), { recursive: true });
    else if (typeof file === "string") writeFileSync(join(root, path), file);
    else symlinkSync(file.link, join(root, path));
  }
  writeFileSync(join(scratch, "secret"), "secret");
  return nodeTree(root);
}

function gitTree(files: Files): FileTree {
  const directory: GitDirectory = new Map();
  const root = writeFiles(directory, files);
  return commitTree(openDatabase(repositoryFiles(directory).stores, []), root).tree;
}

const FILES: Files = {
  "b/file": "b",
  "a/deep/file": "text",
  "a/empty/": "",
  Z: "capital sorts first",
  "link-file": { link: "a/deep/file" },
  "link-folder": { link: "a/deep" },
  "a/up": { link: "../b" },
  chain: { link: "link-folder" },
  "out-relative": { link: "../secret" },
  "out-absolute": { link: "/etc" },
  "out-dangling": { link: "../no-such-secret" },
  dangling: { link: "nowhere" },
  loop: { link: "loop" },
  ping: { link: "pong" },
  pong: { link: "ping" },
  "through-file": { link: "Z/x" },
};

describe.each([
  ["disk", diskTree(FILES)],
  ["memory", memoryTree(FILES)],
  ["git", gitTree(FILES)],
])("%s tree", (_, tree) => {
  const textOf = async (path: string, limit?: number): Promise<string> => {
    const result = await tree.read(path, limit);
    return result.kind === "file" ? new TextDecoder().decode(result.bytes) : result.kind;
  };

  it.each([
    ["a/deep/file", "text"],
    ["./a//deep/./file", "text"],
    ["a/../b/file", "b"],
    ["no-such/../b/file", "b"],
    ["link-file", "text"],
    ["link-folder/file", "text"],
    ["chain/file", "text"],
    ["a/up/file", "b"],
    ["a/up/../up/file", "b"],
    ["../secret", "outside-root"],
    ["a/../../secret", "outside-root"],
    ["out-relative", "outside-root"],
    ["out-dangling", "outside-root"],
    ["out-absolute", "outside-root"],
    ["out-absolute/passwd", "outside-root"],
    ["dangling", "missing"],
    ["nowhere", "missing"],
    ["nowhere/deeper", "missing"],
    ["a/deep/file/deeper", "missing"],
    ["through-file", "missing"],
    ["loop", "unreadable"],
    ["ping/x", "unreadable"],
    ["a", "not-a-file"],
    ["", "not-a-file"],
    ["nul\0name", "missing"],
  ])("read %j gives %s", async (path, expected) => {
    expect(await textOf(path)).toBe(expected);
  });

  it("does not read more than the limit", async () => {
    expect(await textOf("a/deep/file", 4)).toBe("text");
    expect(await tree.read("a/deep/file", 3)).toEqual({ kind: "too-large", size: 4, limit: 3 });
  });

  it.each(["", ".", "./", "a/.."])("lists the root as %j, sorted by code unit", async (path) => {
    const result = await tree.list(path);
    const names = result.kind === "directory" ? result.entries.map(({ name }) => name) : [];
    expect(names).toEqual(
      Object.keys(FILES)
        .map((name) => name.split("/")[0])
        .filter((name, at, all) => all.indexOf(name) === at)
        .toSorted(),
    );
  });

  it("says what a link leads to, and nothing of what is outside", async () => {
    const result = await tree.list("");
    const kinds =
      result.kind === "directory"
        ? Object.fromEntries(
            result.entries.filter(({ isLink }) => isLink).map(({ name, kind }) => [name, kind]),
          )
        : {};
    expect(kinds).toEqual({
      chain: "directory",
      "link-folder": "directory",
      "link-file": "file",
      dangling: "other",
      loop: "other",
      ping: "other",
      pong: "other",
      "out-relative": "other",
      "out-absolute": "other",
      "out-dangling": "other",
      "through-file": "other",
    });
  });

  it.each([
    ["b/file", "not-a-directory"],
    ["no-such", "missing"],
    ["out-absolute", "outside-root"],
  ])("list %s gives %s", async (path, kind) => {
    expect((await tree.list(path)).kind).toBe(kind);
  });

  it("stats files, folders and what is missing", async () => {
    expect(await tree.stat("a/deep/file")).toEqual({ kind: "found", entry: "file", size: 4 });
    expect(await tree.stat("chain")).toMatchObject({ kind: "found", entry: "directory" });
    expect(await tree.list("a/empty")).toEqual({ kind: "directory", entries: [] });
    expect(await tree.stat("x")).toEqual({ kind: "missing" });
  });
});
