import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openByteSource, userDataDirectory, writeAtomically } from "./index.ts";

const scratch = mkdtempSync(join(tmpdir(), "pyward-storage-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const folder = (name: string): string => {
  mkdirSync(join(scratch, name));
  return join(scratch, name);
};

describe("openByteSource", () => {
  it("reads at any place, and nothing past the end", () => {
    const path = join(scratch, "bytes");
    writeFileSync(path, "0123456789");
    const source = openByteSource(path);
    expect(source.size).toBe(10);
    expect(Buffer.from(source.read(3, 4)).toString()).toBe("3456");
    expect(source.read(10, 0)).toHaveLength(0);
    expect(() => source.read(9, 2)).toThrow(RangeError);
    expect(() => source.read(-1, 1)).toThrow(RangeError);
    expect(() => source.read(Number.NaN, 1)).toThrow(RangeError);
    truncateSync(path, 4);
    expect(() => source.read(3, 4)).toThrow(RangeError);
    source.close();
  });

  it("throws the system's error for a missing file", () => {
    expect(() => openByteSource(join(scratch, "no-such"))).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
  });
});

describe("writeAtomically", () => {
  it("makes a file, and replaces it with its mode kept and nothing left beside it", () => {
    const place = folder("replace");
    writeAtomically(join(place, "file"), bytes("old"));
    chmodSync(join(place, "file"), 0o640);
    writeAtomically(join(place, "file"), bytes("new"));
    expect(readFileSync(join(place, "file"), "utf8")).toBe("new");
    if (process.platform !== "win32") expect(statSync(join(place, "file")).mode & 0o777).toBe(0o640);
    expect(readdirSync(place)).toEqual(["file"]);
  });

  it("writes to where a link leads", () => {
    const place = folder("link");
    writeFileSync(join(place, "target"), "old");
    symlinkSync("target", join(place, "link"));
    writeAtomically(join(place, "link"), bytes("new"));
    expect(readlinkSync(join(place, "link"))).toBe("target");
    expect(readFileSync(join(place, "target"), "utf8")).toBe("new");
  });

  it("fails with the system's error and leaves nothing", () => {
    const place = folder("failure");
    expect(() => writeAtomically(join(place, "no-such", "file"), bytes("x"))).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
    // Only the last step fails: a file cannot take the name of a folder.
    expect(() => writeAtomically(`${join(place, "new")}/`, bytes("x"))).toThrow();
    expect(readdirSync(place)).toEqual([]);
    mkdirSync(join(place, "directory"));
    expect(() => writeAtomically(join(place, "directory"), bytes("x"))).toThrow(
      expect.objectContaining({ code: "EISDIR" }),
    );
    expect(readdirSync(place)).toEqual(["directory"]);
  });

  it.skipIf(process.platform === "win32")("writes to a device in place", () => {
    writeAtomically("/dev/null", bytes("x"));
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});

it.each([
  [{ PYWARD_HOME: "/own", XDG_DATA_HOME: "/data", HOME: "/home/a" }, "linux", "/own"],
  [{ XDG_DATA_HOME: "/data", HOME: "/home/a" }, "linux", "/data/pyward"],
  [{ XDG_DATA_HOME: "relative", HOME: "/home/a" }, "linux", "/home/a/.local/share/pyward"],
  [{ XDG_DATA_HOME: "", HOME: "/home/a" }, "freebsd", "/home/a/.local/share/pyward"],
  [{ HOME: "/Users/a", XDG_DATA_HOME: "/data" }, "darwin", "/Users/a/Library/Application Support/pyward"],
  [{ LOCALAPPDATA: "D:\\Local" }, "win32", "D:\\Local\\pyward"],
  [{ USERPROFILE: "C:\\Users\\a" }, "win32", "C:\\Users\\a\\AppData\\Local\\pyward"],
  [{}, "linux", null],
  [{}, "win32", null],
])("userDataDirectory of %j on %s is %s", (environment, platform, expected) => {
  expect(userDataDirectory(environment, platform)).toBe(expected);
});
