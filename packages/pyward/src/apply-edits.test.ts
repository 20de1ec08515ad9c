import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { applyEdits, recoverEdits } from "./apply-edits.ts";
import { editFiles } from "./edit-files.ts";
import type { FileSet, Recovery } from "./host/index.ts";
import { memoryTree } from "./host/memory/index.ts";
import { nodeFileSet, nodeTree } from "./host/node/index.ts";
import type { Edit } from "./model/index.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pyward-edits-")));
const root = join(folder, "root");
mkdirSync(root);
afterAll(() => rmSync(folder, { recursive: true }));
const set = nodeFileSet({ root, journals: join(folder, "edits") });

const edit = (path: string, [start, end]: readonly [number, number], was: string, text: string): Edit => ({
  path,
  span: { start, end },
  was,
  text,
});

test("what was edited is written, byte for byte besides, and what changed in between is not", async () => {
  const utf16 = Buffer.from("\ufeffdemo==1.0 # é\r\n", "utf16le");
  writeFileSync(join(root, "wide.txt"), utf16);
  writeFileSync(join(root, "b.txt"), "\ufeffb==1\n");
  const edits: Edit[] = [
    { ...edit("wide.txt", [6, 9], "1.0", "2.0"), decoding: "as-pip" },
    edit("b.txt", [4, 5], "1", "2"),
    edit("b.txt", [4, 5], "1", "2"),
  ];
  const files = await editFiles(nodeTree(root), edits);
  expect(files.map(({ path, edited }) => [path, edited])).toEqual([
    ["b.txt", "\ufeffb==2\n"],
    ["wide.txt", "demo==2.0 # é\r\n"],
  ]);
  applyEdits(set, files);
  expect(readFileSync(join(root, "wide.txt"))).toEqual(Buffer.from("\ufeffdemo==2.0 # é\r\n", "utf16le"));
  expect(readFileSync(join(root, "b.txt"), "utf8")).toBe("\ufeffb==2\n");
  expect(() => applyEdits(set, files)).toThrow(
    expect.objectContaining({
      code: "cannot-write",
      message: "b.txt has changed since it was read",
      hint: "No file was changed.",
    }),
  );
});

test("a file that two others include is edited for both: what says more is written", async () => {
  const tree = memoryTree({ "a.txt": "a<2\n" });
  const edits = [
    edit("a.txt", [1, 3], "<2", "<3"),
    edit("a.txt", [1, 3], "<2", ">=2.1,<3"),
    edit("a.txt", [1, 3], "<2", "<3"),
  ];
  expect((await editFiles(tree, edits)).map(({ edited }) => edited)).toEqual(["a>=2.1,<3\n"]);
});

test("through a link nothing is written", async () => {
  writeFileSync(join(root, "real.txt"), "c==1\n");
  symlinkSync("real.txt", join(root, "link.txt"));
  const files = await editFiles(nodeTree(root), [edit("link.txt", [3, 4], "1", "2")]);
  expect(() => applyEdits(set, files)).toThrow("link.txt is a symbolic link, and pyward writes through none");
  expect(readFileSync(join(root, "real.txt"), "utf8")).toBe("c==1\n");
});

test.each([
  ["what stands there is something else", { "a.txt": "a==3\n" }, [edit("a.txt", [3, 4], "1", "2")]],
  ["the file is gone", {}, [edit("a.txt", [3, 4], "1", "2")]],
  ["it is not UTF-8", { "a.txt": Buffer.from("a==1 \xe9", "latin1") }, [edit("a.txt", [3, 4], "1", "2")]],
  [
    "two write at one place",
    { "a.txt": "a==1\n" },
    [edit("a.txt", [1, 4], "==1", "==2"), edit("a.txt", [3, 4], "1", "3")],
  ],
])("no edit where %s", async (_, files, edits) => {
  await expect(editFiles(memoryTree(files), edits)).rejects.toMatchObject({ code: "cannot-write" });
});

test("what an earlier run has left is said", () => {
  const leaving = (recovery: Recovery): FileSet => ({
    replaceAll: () => ({ kind: "replaced" }),
    recover: () => recovery,
  });
  expect(recoverEdits(set)).toEqual([]);
  expect(recoverEdits(leaving({ kind: "completed" }))).toHaveLength(1);
  expect(recoverEdits(leaving({ kind: "rolled-back", paths: ["a", "b"], changed: ["b"] }))).toEqual([
    "an earlier run was stopped while it wrote: its files are as before",
    "b was changed since then, and stays as it is",
  ]);
  expect(() => recoverEdits(leaving({ kind: "failed", path: "a", reason: "is gone" }))).toThrow(
    expect.objectContaining({ code: "cannot-write", message: "a is gone" }),
  );
});
