import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLock } from "./lock-file.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pyward-lock-"));
  path = join(folder, "database.lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What another process gets: `taken`, or whose it is. */
function elsewhere(): string {
  const module = JSON.stringify(join(import.meta.dirname, "lock-file.ts"));
  const code = `import { takeLock } from ${module}; const got = takeLock(${JSON.stringify(path)}); console.log(got.kind, got.pid ?? "")`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }).stdout.trim();
}

describe("a lock", () => {
  it("is one process's until it gives it back", () => {
    const first = takeLock(path);
    expect(first.kind).toBe("taken");
    expect(readFileSync(path, "utf8")).toBe(`${process.pid}\n`);
    expect(takeLock(path)).toEqual({ kind: "busy", pid: process.pid });
    expect(elsewhere()).toBe(`busy ${process.pid}`);
    if (first.kind === "taken") first.release();
    expect(existsSync(path)).toBe(false);
    expect(elsewhere()).toBe("taken");
  });

  it("is taken over from a process that is gone", () => {
    expect(elsewhere()).toBe("taken");
    expect(existsSync(path)).toBe(true);
    expect(takeLock(path)).toEqual({ kind: "busy", pid: 0 });
    expect(takeLock(path).kind).toBe("taken");
    expect(readdirSync(folder)).toEqual(["database.lock"]);
  });

  it.each([
    ["an hour and more", `${process.pid}\n`, 2 * 3_600_000, "taken"],
    ["some minutes", `${process.pid}\n`, 300_000, "busy"],
    ["a moment, and nobody's yet", "", 0, "busy"],
    ["a while, and nobody's", "", 60_000, "taken"],
    ["a while, and no number", "nobody", 60_000, "taken"],
  ])("that is of %s is told apart", (_, content, age, kind) => {
    writeFileSync(path, content);
    const time = new Date(Date.now() - age);
    utimesSync(path, time, time);
    takeLock(path);
    expect(takeLock(path).kind).toBe(kind);
  });
});
