import { describe, expect, test } from "vitest";
import { formatMarker } from "../../python/index.ts";
import { exactVersion, parseConstraint, toSpecifiers } from "./poetry-constraint.ts";
import { platformMarker, pythonMarker } from "./poetry-marker.ts";

// What poetry-core 2 makes of each, by running it.
describe("constraints", () => {
  test.each<[string, string | null]>([
    ["^1.2.3", ">=1.2.3,<2.0.0"],
    ["^1", ">=1,<2"],
    ["^0.2.3", ">=0.2.3,<0.3.0"],
    ["^0.0.3", ">=0.0.3,<0.0.4"],
    ["^0.0", ">=0.0,<0.1"],
    ["^0", ">=0,<1"],
    ["^0.0.0.1", ">=0.0.0.1,<0.0.1.0"],
    ["^1.0a1", ">=1.0a1,<2.0"],
    ["^1!2.3", ">=1!2.3,<1!3.0"],
    ["~1.2.3", ">=1.2.3,<1.3.0"],
    ["~1", ">=1,<2"],
    ["~1.2.3.4", ">=1.2.3.4,<1.3.0.0"],
    ["~=1.2.3", ">=1.2.3,<1.3.0"],
    ["~=1.2", ">=1.2,<2.0"],
    ["*", null],
    ["x.X", null],
    ["1.*", "==1.*"],
    ["!=1.2.*", "!=1.2.*"],
    [">=1.*", ">=1"],
    ["v1.2", "==1.2"],
    [">= 1.0, < 2.0", ">=1.0,<2.0"],
    [">=1 <2", ">=1,<2"],
    ["^2.0, !=2.1.5", ">=2.0,<3.0,!=2.1.5"],
    ["^1 || ^3", ">=1,<4"],
    ["^1.0 | ^2.0", ">=1.0,<3.0"],
    ["<2 || >3", null],
    ["1.2.3 || 1.3.*", ">=1.2.3,<1.4"],
  ])("%s", (text, specifiers) => {
    const constraint = parseConstraint(text);
    expect(constraint).not.toBeNull();
    expect(toSpecifiers(constraint ?? [])).toBe(specifiers);
  });

  test.each(["", "^", "~", "latest", "===1.2", "1.2.x", "==*", "^1.*", ">=1!=2", "||", "1".repeat(3000)])(
    "refuses %j",
    (text) => expect(parseConstraint(text)).toBeNull(),
  );

  test.each<[string, string | null]>([
    ["1.2", "1.2"],
    ["=1.2", "1.2"],
    ["1.2, >1", "1.2"],
    ["1.2, >2", null],
    ["1.2 || 1.3", null],
    ["1.2.*", null],
    ["^1", null],
  ])("%s leaves one version: %s", (text, version) =>
    expect(exactVersion(parseConstraint(text) ?? [])).toBe(version),
  );

  test("reads a long hostile text in no time", () => {
    const started = performance.now();
    for (const text of ["^".repeat(50_000), "1 ".repeat(25_000), "1||".repeat(17_000), ">".repeat(1999)])
      parseConstraint(text);
    expect(performance.now() - started).toBeLessThan(250);
  });
});

describe("markers", () => {
  test.each([
    ["^3.8", 'python_version >= "3.8" and python_version < "4.0"'],
    ["3.8", 'python_version == "3.8"'],
    [">3.7", 'python_full_version > "3.7.0"'],
    ["<=3.10", 'python_full_version <= "3.10.0"'],
    [">=3.7.9,<4", 'python_full_version >= "3.7.9" and python_version < "4"'],
    [
      "~2.7 || ^3.6",
      'python_version >= "2.7" and python_version < "2.8" or python_version >= "3.6" and python_version < "4.0"',
    ],
  ])("python %s", (text, written) => {
    const marker = pythonMarker(text);
    expect(marker && formatMarker(marker)).toBe(written);
  });

  test.each([
    ["linux", 'sys_platform == "linux"'],
    ["linux || ==darwin", 'sys_platform == "linux" or sys_platform == "darwin"'],
    ["!=win32,!=cygwin", 'sys_platform != "win32" and sys_platform != "cygwin"'],
  ])("platform %s", (text, written) => {
    const marker = platformMarker(text);
    expect(marker && formatMarker(marker)).toBe(written);
  });

  test("any Python is no condition; nonsense is none either, and says so", () => {
    expect([pythonMarker("*"), pythonMarker("x.y"), platformMarker(""), platformMarker('"')]).toEqual([
      null,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
