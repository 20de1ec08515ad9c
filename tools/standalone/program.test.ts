import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesInside, withPlace } from "./program.ts";

const ROOT = join(import.meta.dirname, "../..");
const snapshot = readFileSync(filesInside(ROOT).get("snapshot.pyward") ?? "");

test("an executable says at its end where its snapshot lies", () => {
  const body = Buffer.concat([Buffer.alloc(1000, 1), snapshot, Buffer.alloc(77, 2)]);
  const marked = withPlace(body, ROOT);
  expect(marked.subarray(0, body.length).equals(body)).toBe(true);
  const end = marked.subarray(body.length);
  expect([end.readUInt32LE(0), end.readUInt32LE(4), end.toString("latin1", 8)]).toEqual([
    1000,
    snapshot.length,
    "pyward@>",
  ]);
});

test("one without the snapshot is not made", () => {
  expect(() => withPlace(Buffer.alloc(1000), ROOT)).toThrow("does not hold the snapshot");
});
