import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { keepForNow } from "./temporary-file.ts";

const folder = mkdtempSync(join(tmpdir(), "pyward-kept-"));

afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

const names = (): readonly string[] => readdirSync(folder);

async function* pieces(
  seen: (readonly string[])[],
  failure: Error | null = null,
): AsyncGenerator<Uint8Array> {
  for (const text of ["one ", "two ", "three"]) {
    yield Buffer.from(text);
    seen.push(names());
  }
  if (failure !== null) throw failure;
}

it("keeps what comes without a name that anybody could find or forget", async () => {
  vi.stubEnv("TMPDIR", folder);
  const seen: (readonly string[])[] = [];
  const source = await keepForNow(pieces(seen), 100);
  expect([source.size, Buffer.from(source.read(4, 9)).toString()]).toEqual([13, "two three"]);
  expect(() => source.read(4, 10)).toThrow(RangeError);
  expect([...seen, names()]).toEqual([[], [], [], []]);
  source.close();
  expect(() => source.read(0, 1)).toThrow(/EBADF/);
});

it("leaves nothing of what breaks off, is too large or has no folder", async () => {
  vi.stubEnv("TMPDIR", folder);
  await expect(keepForNow(pieces([], new Error("broken")), 100)).rejects.toThrow("broken");
  await expect(keepForNow(pieces([]), 12)).rejects.toThrow(RangeError);
  expect(names()).toEqual([]);
  vi.stubEnv("TMPDIR", join(folder, "missing"));
  await expect(keepForNow(pieces([]), 100)).rejects.toThrow(/ENOENT/);
});
