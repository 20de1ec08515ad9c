import { expect, test } from "vitest";
import { pythonAt } from "../../shared/lock-edit/python-range.ts";
import { isLockedWheel } from "./wheels.ts";

const kept = (tags: string, low: string, high: string | null): boolean =>
  isLockedWheel({ filename: `kiln-1.0-${tags}.whl`, url: "", hashes: [], size: null, uploadTime: null }, [
    pythonAt(low) ?? 0,
    high === null ? Infinity : (pythonAt(high) ?? 0),
  ]);

// What PDM 2.29 leaves in a lock for these Pythons.
test.each<[string, boolean, boolean]>([
  ["py3-none-any", true, true],
  ["py2-none-any", false, false],
  ["py2.py3-none-any", true, true],
  ["py312-none-any", true, true],
  ["cp312-cp312-win32", true, true],
  ["cp311-cp311-win32", false, false],
  ["cp313-cp313-win32", false, true],
  ["cp37-abi3-win32", true, true],
  ["cp313-abi3-win32", false, true],
  ["cp313-cp313t-win32", false, true],
  ["pp312-pypy312_pp73-win32", true, true],
  ["graalpy312-graalpy250_312_native-win32", false, false],
  ["cp312-cp36m-win32", false, false],
])("%s", (tags, isForOne, isForMore) => {
  expect(kept(tags, "3.12", "3.13")).toBe(isForOne);
  expect(kept(tags, "3.12", null)).toBe(isForMore);
});
