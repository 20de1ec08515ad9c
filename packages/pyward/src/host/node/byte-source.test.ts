import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openPart } from "./byte-source.ts";

test("a part of a file is read like a file, and nothing beside it", () => {
  const folder = mkdtempSync(join(tmpdir(), "pyward-part-"));
  try {
    const path = join(folder, "program");
    writeFileSync(path, "0123456789");
    const part = openPart({ path, offset: 3, size: 4 });
    expect(part.size).toBe(4);
    expect(Buffer.from(part.read(0, 4)).toString()).toBe("3456");
    expect(Buffer.from(part.read(3, 1)).toString()).toBe("6");
    expect(part.read(4, 0)).toHaveLength(0);
    for (const [offset, length] of [
      [-1, 1],
      [3, 2],
      [0, 5],
      [0, -1],
      [Number.NaN, 1],
    ] as const)
      expect(() => part.read(offset, length)).toThrow(RangeError);
    part.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
