import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeText } from "./streams.ts";

test.each([0, 1, 2, 3])("a long text is written as it is, wherever it is cut: %i", (shift) => {
  const folder = mkdtempSync(join(tmpdir(), "pyward-streams-"));
  try {
    const file = join(folder, "report");
    const text = `${"a".repeat(shift)}${"𝛼é😀".repeat(200_000)}\n`;
    const descriptor = openSync(file, "w");
    writeText(descriptor, text);
    closeSync(descriptor);
    expect(readFileSync(file, "utf8") === text).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a stream that is closed is no failure", () => {
  const descriptor = openSync("package.json", "r");
  closeSync(descriptor);
  expect(() => writeText(descriptor, "text")).not.toThrow();
});
