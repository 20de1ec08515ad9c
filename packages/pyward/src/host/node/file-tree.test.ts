import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { nodeTree } from "./file-tree.ts";

const scratch = mkdtempSync(join(tmpdir(), "pyward-node-tree-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const isWindows = process.platform === "win32";

it("refuses a sparse file of 10 GB by its size", async () => {
  writeFileSync(join(scratch, "sparse"), "");
  truncateSync(join(scratch, "sparse"), 10e9);
  const before = performance.now();
  expect(await nodeTree(scratch).read("sparse")).toMatchObject({ kind: "too-large", size: 10e9 });
  expect(performance.now() - before).toBeLessThan(100);
});

it.skipIf(isWindows)("does not wait for a pipe", async () => {
  spawnSync("mkfifo", [join(scratch, "pipe")]);
  expect(await nodeTree(scratch).read("pipe")).toEqual({ kind: "not-a-file" });
  expect(await nodeTree("/dev").read("null")).toEqual({ kind: "not-a-file" });
});

it.skipIf(process.platform !== "linux")("lists and reads a name that is not UTF-8", async () => {
  mkdirSync(join(scratch, "odd"));
  const name = Buffer.from([0x63, 0x61, 0x66, 0xe9, 0xc3, 0xa9, 0xf0, 0x9f]);
  writeFileSync(Buffer.concat([Buffer.from(`${scratch}/odd/`), name]), "odd");
  const listed = await nodeTree(scratch).list("odd");
  expect(listed).toEqual({
    kind: "directory",
    entries: [{ name: "caf\udce9é\udcf0\udc9f", kind: "file", isLink: false }],
  });
  expect(await nodeTree(scratch).read("odd/caf\udce9é\udcf0\udc9f")).toMatchObject({ kind: "file" });
});

it.skipIf(process.platform !== "linux")("reads files that say they are empty, up to the limit", async () => {
  expect(await nodeTree("/proc/self").read("status")).toMatchObject({ kind: "file" });
  expect(await nodeTree("/proc/self").read("status", 600)).toMatchObject({ kind: "too-large" });
});

it("follows absolute links that stay inside, whichever way the root was named", async () => {
  mkdirSync(join(scratch, "real/inner"), { recursive: true });
  writeFileSync(join(scratch, "real/inner/file"), "x");
  symlinkSync(join(scratch, "real"), join(scratch, "alias"));
  symlinkSync(join(scratch, "real/inner"), join(scratch, "real/by-real"));
  symlinkSync(join(scratch, "alias/inner/file"), join(scratch, "real/inner/by-alias"));
  symlinkSync(`${join(scratch, "real")}/../secret`, join(scratch, "real/out"));
  symlinkSync(`${join(scratch, "real")}-sibling`, join(scratch, "real/sibling"));
  const tree = nodeTree(`${join(scratch, "alias")}/`);
  expect(await tree.read("by-real/file")).toMatchObject({ kind: "file" });
  expect(await tree.read("by-real/by-alias")).toMatchObject({ kind: "file" });
  expect(await tree.read("out")).toEqual({ kind: "outside-root" });
  expect(await tree.read("sibling")).toEqual({ kind: "outside-root" });
});

it("says that a root is missing, and reads one that is a file", async () => {
  expect(await nodeTree(join(scratch, "no-such")).list("")).toEqual({ kind: "missing" });
  writeFileSync(join(scratch, "single"), "x");
  expect(await nodeTree(join(scratch, "single")).read("")).toMatchObject({ kind: "file" });
});

it.skipIf(isWindows || process.getuid?.() === 0)("says why a file cannot be read", async () => {
  writeFileSync(join(scratch, "locked"), "x");
  chmodSync(join(scratch, "locked"), 0);
  expect(await nodeTree(scratch).read("locked")).toEqual({ kind: "unreadable", reason: "permission denied" });
});
