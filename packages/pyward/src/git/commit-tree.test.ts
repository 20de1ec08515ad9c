import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { commitTree, type CommitTree } from "./commit-tree.ts";
import {
  repositoryFiles,
  writeFiles,
  writeObject,
  writeTree,
  type GitDirectory,
  type WrittenEntry,
} from "./example-repository.ts";
import { openDatabase } from "./object-database.ts";

function treeOf(directory: GitDirectory, root: string): CommitTree {
  return commitTree(openDatabase(repositoryFiles(directory).stores, []), root);
}

function pathOf(id: string): string {
  return `objects/${id.slice(0, 2)}/${id.slice(2)}`;
}

async function namesOf({ tree }: CommitTree, path = ""): Promise<readonly string[] | string> {
  const listed = await tree.list(path);
  return listed.kind === "directory" ? listed.entries.map(({ name }) => name) : listed.kind;
}

async function reasonAt({ tree }: CommitTree, path: string): Promise<string> {
  const read = await tree.read(path);
  return read.kind === "unreadable" ? read.reason : read.kind;
}

describe("what a commit holds besides files", () => {
  const directory: GitDirectory = new Map();
  const blob = writeObject(directory, "blob", "brick==1.1\n");
  const commit = "ab".repeat(20);

  test("a submodule is no folder, and is met", async () => {
    const inner = writeTree(directory, [{ mode: "160000", name: "module", id: commit }]);
    const made = treeOf(directory, writeTree(directory, [{ mode: "40000", name: "vendor", id: inner }]));
    expect(made.met().submodules).toEqual([]);
    expect(await namesOf(made, "vendor")).toEqual(["module"]);
    expect((await made.tree.list("vendor/module")).kind).toBe("not-a-directory");
    expect(made.met().submodules).toEqual([{ path: "vendor/module", commit }]);
  });

  test.each([".", "..", "", ".git", ".GIT", "a/b", "../requirements.txt"])(
    "the name %j is passed over and met",
    async (name) => {
      const entries: readonly WrittenEntry[] = [
        { mode: "100644", name, id: blob },
        { mode: "100644", name: "requirements.txt", id: blob },
      ];
      const made = treeOf(directory, writeTree(directory, entries));
      expect(await namesOf(made)).toEqual(["requirements.txt"]);
      expect(made.met().oddNames).toEqual([{ path: "", name }]);
    },
  );

  test("a name that stands there twice is met, and the first one counts", async () => {
    const other = writeObject(directory, "blob", "other");
    const twice = [blob, other].map((id) => ({ mode: "100644", name: "uv.lock", id }));
    const made = treeOf(directory, writeTree(directory, twice));
    const read = await made.tree.read("uv.lock");
    await namesOf(made);
    expect(read.kind === "file" && Buffer.from(read.bytes).toString()).toBe("brick==1.1\n");
    expect(made.met().oddNames).toEqual([{ path: "", name: "uv.lock" }]);
  });

  test("names that are not UTF-8 can be read back", async () => {
    const name = Buffer.from([0x61, 0xff]);
    const line = Buffer.concat([Buffer.from("100644 "), name, Buffer.of(0), Buffer.from(blob, "hex")]);
    const made = treeOf(directory, writeObject(directory, "tree", line));
    expect(await namesOf(made)).toEqual(["a\uDCFF"]);
    expect((await made.tree.read("a\uDCFF")).kind).toBe("file");
  });

  test("modes of old are files, unknown ones are neither file nor folder", async () => {
    const entries = ["100664", "100755", "010644"].map((mode) => ({ mode, name: `f${mode}`, id: blob }));
    const made = treeOf(directory, writeTree(directory, entries));
    const listed = await made.tree.list("");
    expect(listed.kind === "directory" && listed.entries.map(({ kind }) => kind)).toEqual([
      "other",
      "file",
      "file",
    ]);
  });

  test.each([
    ["Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n"],
    ["git-crypt", "\0GITCRYPT\0\u0001"],
  ])("what stands in for a file of %s is said", async (name, text) => {
    const made = treeOf(directory, writeFiles(directory, { "uv.lock": text }));
    expect(await reasonAt(made, "uv.lock")).toContain(name);
  });
});

describe("a repository that lies or is incomplete", () => {
  test("a missing file is absent, and named", async () => {
    const directory: GitDirectory = new Map();
    const id = writeObject(directory, "blob", "x");
    const root = writeTree(directory, [{ mode: "100644", name: "uv.lock", id }]);
    directory.delete(pathOf(id));
    expect(await treeOf(directory, root).tree.read("uv.lock")).toEqual({
      kind: "unreadable",
      reason: `the object ${id} is not in the repository`,
      isAbsent: true,
    });
  });

  test("content that has another id is not read", async () => {
    const directory: GitDirectory = new Map();
    const id = writeObject(directory, "blob", "brick==1.1\n");
    const other = writeObject(directory, "blob", "brick==9.9\n");
    const root = writeTree(directory, [{ mode: "100644", name: "a", id }]);
    directory.set(pathOf(id), directory.get(pathOf(other)) ?? new Uint8Array());
    expect(await reasonAt(treeOf(directory, root), "a")).toContain("other content than its id says");
  });

  test.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["no zlib", Buffer.from("no zlib at all")],
    ["cut short", deflateSync("blob 1\0x").subarray(0, 9)],
    ["no header", deflateSync("x".repeat(99))],
    ["less than it says", deflateSync("blob 5\0x")],
    ["more than it says", deflateSync(`blob 1\0${"x".repeat(1e6)}`)],
    ["a size that cannot be", deflateSync("blob 99999999999999999999\0")],
    ["zeros", new Uint8Array(1000)],
  ])("a file that holds %s is unreadable", async (_, bytes) => {
    const directory: GitDirectory = new Map();
    const id = "12".repeat(20);
    const root = writeTree(directory, [{ mode: "100644", name: "a", id }]);
    directory.set(pathOf(id), bytes);
    expect((await treeOf(directory, root).tree.read("a")).kind).toBe("unreadable");
  });

  test("a zlib bomb says its size and is not unpacked", async () => {
    const directory: GitDirectory = new Map();
    const id = "34".repeat(20);
    const root = writeTree(directory, [{ mode: "100644", name: "a", id }]);
    const size = 100 * 1024 * 1024;
    directory.set(
      pathOf(id),
      deflateSync(Buffer.concat([Buffer.from(`blob ${size}\0`), Buffer.alloc(size)])),
    );
    const { tree } = treeOf(directory, root);
    expect(await tree.read("a")).toEqual({ kind: "too-large", size, limit: 64 * 1024 * 1024 });
    expect(await tree.stat("a")).toEqual({ kind: "found", entry: "file", size });
  });

  test.each([
    ["a folder that is a file", (into: GitDirectory) => writeObject(into, "blob", "x")],
    ["a folder cut short", (into: GitDirectory) => writeObject(into, "tree", "100644 a\0abc")],
    ["a folder without an end", (into: GitDirectory) => writeObject(into, "tree", "1".repeat(500))],
  ])("%s is unreadable", async (_, write) => {
    const directory: GitDirectory = new Map();
    const id = write(directory);
    const made = treeOf(directory, writeTree(directory, [{ mode: "40000", name: "d", id }]));
    expect(await namesOf(made, "d")).toBe("unreadable");
    expect(await namesOf(made)).toEqual(["d"]);
  });

  test("10,000 folders in each other are read to their end", async () => {
    const directory: GitDirectory = new Map();
    let id = writeFiles(directory, { "requirements.txt": "brick==1.1\n" });
    for (let depth = 0; depth < 10_000; depth += 1)
      id = writeTree(directory, [{ mode: "40000", name: "d", id }]);
    const { tree } = treeOf(directory, id);
    expect((await tree.read(`${"d/".repeat(10_000)}requirements.txt`)).kind).toBe("file");
  });

  test("a large file named a hundred times is read until the bound", async () => {
    const directory: GitDirectory = new Map();
    const id = writeObject(directory, "blob", Buffer.alloc(60 * 1024 * 1024));
    const names = Array.from({ length: 100 }, (_, at) => `f${at}`);
    const made = treeOf(
      directory,
      writeTree(
        directory,
        names.map((name) => ({ mode: "100644", name, id })),
      ),
    );
    const kinds: string[] = [];
    for (const name of names) kinds.push((await made.tree.read(name)).kind);
    expect(kinds.filter((kind) => kind === "file")).toHaveLength(5);
    expect(kinds.filter((kind) => kind === "unreadable")).toHaveLength(95);
  });

  test("a folder named a million times is listed until the bound", async () => {
    const directory: GitDirectory = new Map();
    const id = writeObject(directory, "blob", "");
    const wide = Array.from({ length: 100_000 }, (_, at) => ({ mode: "100644", name: `f${at}`, id }));
    const made = treeOf(directory, writeTree(directory, wide));
    const kinds = new Set<string>();
    for (let times = 0; times < 60; times += 1) kinds.add((await made.tree.list("")).kind);
    expect([...kinds]).toEqual(["directory", "unreadable"]);
  });
});
