import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cacheDirectory, userCacheDirectory } from "./cache-directory.ts";

const root = mkdtempSync(join(tmpdir(), "pyward-cache-"));
afterAll(() => rmSync(root, { recursive: true }));
const BYTES = Buffer.from("kept");

test("keeps by key, for the user alone", () => {
  const folder = join(root, "a/b");
  const kept = cacheDirectory(folder);
  expect(kept.get("../x")).toBeNull();
  kept.put("../x", BYTES);
  expect(kept.get("../x")).toEqual(BYTES);
  expect(readdirSync(folder)).toHaveLength(1);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("what cannot be kept costs nothing but time", () => {
  writeFileSync(join(root, "file"), "");
  const kept = cacheDirectory(join(root, "file/below"));
  kept.put("x", BYTES);
  expect(kept.get("x")).toBeNull();
});

test.runIf(existsSync("/proc/self"))("nor does a folder below which nothing can be made", () => {
  const kept = cacheDirectory("/proc/nowhere/cache");
  kept.put("x", BYTES);
  expect(kept.get("x")).toBeNull();
});

test.each([
  [{ PYWARD_CACHE: "/c", HOME: "/h" }, "linux", "/c"],
  [{ XDG_CACHE_HOME: "/x", HOME: "/h" }, "linux", "/x/pyward"],
  [{ XDG_CACHE_HOME: "x", HOME: "/h" }, "linux", "/h/.cache/pyward"],
  [{ HOME: "/h" }, "darwin", "/h/Library/Caches/pyward"],
  [{ LOCALAPPDATA: "C:\\l" }, "win32", "C:\\l\\pyward\\Cache"],
  [{}, "linux", null],
])("%j on %s: %s", (environment, platform, folder) => {
  expect(userCacheDirectory(environment, platform)).toBe(folder);
});
