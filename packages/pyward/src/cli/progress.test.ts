import { afterEach, expect, test } from "vitest";
import { processIo } from "./io.ts";
import { progressFor } from "./progress.ts";

afterEach(() => {
  globalThis.pywardCarried = undefined;
});

test("what carries the program is told how much is ahead, and of no other step", () => {
  const told: number[] = [];
  globalThis.pywardCarried = { read: () => undefined, expect: (dependencies) => told.push(dependencies) };
  const progress = progressFor({ progress: true, quiet: true }, processIo());
  progress.step("reading", 1, 3);
  progress.step("looking for projects", 500);
  progress.step("comparing with the advisories", undefined, 5000);
  progress.step("planning");
  expect(told).toEqual([5000]);
});
