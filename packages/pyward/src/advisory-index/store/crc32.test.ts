import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 as reference } from "node:zlib";
import { crc32 } from "./crc32.ts";

test("is Node's own", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(crc32(bytes)).toBe(reference(bytes));
    }),
  );
});
