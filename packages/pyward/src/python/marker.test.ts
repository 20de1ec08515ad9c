import { describe, expect, it } from "vitest";
import { evaluateMarker } from "./marker-evaluate.ts";
import type { MarkerOptions } from "./marker-evaluate.ts";
import type { MarkerEnvironment } from "./marker-environment.ts";
import { formatMarker } from "./marker-format.ts";
import { parseMarker } from "./marker.ts";
import type { Marker } from "./marker.ts";

const LINUX: MarkerEnvironment = {
  implementation_name: "cpython",
  implementation_version: "3.12.4",
  os_name: "posix",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "6.8.0-40-generic",
  platform_system: "Linux",
  platform_version: "#40 SMP",
  python_full_version: "3.12.4",
  python_version: "3.12",
  sys_platform: "linux",
};

function marker(text: string): Marker {
  const parsed = parseMarker(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value;
}

function evaluate(text: string, options?: MarkerOptions): boolean | null {
  return evaluateMarker(marker(text), LINUX, options);
}

describe("parseMarker and formatMarker (PEP 508)", () => {
  it.each([
    ["os.name=='a'", 'os_name == "a"'],
    ["python_implementation == 'a'", 'platform_python_implementation == "a"'],
    ["'a'in os_name", '"a" in os_name'],
    ["os_name not \tin'a'", 'os_name not in "a"'],
    ["(os_name == 'a')", 'os_name == "a"'],
    [
      "((os_name=='a' or os_name=='b')) and os_name=='c'",
      '(os_name == "a" or os_name == "b") and os_name == "c"',
    ],
    ["os_name=='a' or os_name=='b' and os_name=='c'", 'os_name == "a" or os_name == "b" and os_name == "c"'],
    [
      "(os_name=='a' and os_name=='b') or os_name=='c'",
      '(os_name == "a" and os_name == "b") or os_name == "c"',
    ],
    ["os_name == 'a\"b'", "os_name == 'a\"b'"],
    ["os_name == '\\x41\\102\\u0043\\U00000044\\q'", 'os_name == "ABCD\\\\q"'],
    ["os_name == 'a\\\nb'", 'os_name == "ab"'],
    ["os_name == 'a\\\r\nb'", 'os_name == "ab"'],
    ["os_name == '\\'", null],
    ["(extra == 'A._b')", 'extra == "a-b"'],
    ["'A_b' in extras", '"a-b" in extras'],
    ["", null],
    ["os_name", null],
    ["os_name == 'a", null],
    ["os_name == 'a\nb'", null],
    ["os_name == 'a\0b'", null],
    ["os_name == '\\N{DASH}'", null],
    ["os_name == '\\x4'", null],
    ["os_name == '\\U00110000'", null],
    ["os_name == '\ud800'", null],
    ["os_name == 'a'\n", null],
    ["os_name\u00a0== 'a'", null],
    ["os_name notin 'a'", null],
    ["os_name == 'a' and", null],
    ["os_name == 'a' andos_name == 'b'", null],
    ["(os_name == 'a'", null],
    ["platform.release == 'a'", null],
    ["os_name == u'a'", null],
  ])("%j → %j", (text, expected) => {
    const parsed = parseMarker(text);
    expect(parsed.ok ? formatMarker(parsed.value) : null).toBe(expected);
    if (expected !== null) expect(formatMarker(marker(expected))).toBe(expected);
  });

  it("bounds the depth", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}os_name=='a'${")".repeat(depth)}`;
    expect(parseMarker(nested(100)).ok).toBe(true);
    expect(parseMarker(nested(101))).toMatchObject({ ok: false, error: { code: "nesting-too-deep" } });
    expect(parseMarker("(".repeat(50_000))).toMatchObject({ ok: false, error: { code: "nesting-too-deep" } });
  });

  it("writes a string with both quotes so that it is read again", () => {
    const text = formatMarker(marker("os_name == '\\x27\\x22'"));
    expect(formatMarker(marker(text))).toBe(text);
    expect(evaluateMarker(marker(text), { ...LINUX, os_name: "'\"" })).toBe(true);
  });
});

describe("evaluateMarker", () => {
  it.each([
    ["python_version >= '3.9'", true],
    ["python_version < '3.9'", false],
    ["'3.9' <= python_version", true],
    ["python_full_version == '3.12.*'", true],
    ["python_version in '3.11 3.12'", true],
    ["python_version not in '2.7'", true],
    ["python_version > 'x'", false],
    ["python_version >= '3.12'", true],
    ["python_version >= '3.12 '", true],
    ["python_version < '=3.13'", true],
    ["python_version ~= '3.0'", true],
    ["platform_release >= '6'", false],
    ["platform_release == '6.8.0-40-generic'", true],
    ["os_name < 'z'", false],
    ["os_name >= 'posix'", true],
    ["os_name ~= 'posix'", null],
    ["os_name === 'posix'", null],
    ["sys_platform == 'linux' or os_name ~= 'x'", null],
    ["sys_platform == 'win32' and os_name ~= 'x'", null],
    ["os_name == sys_platform", false],
    ["'a' == 'b'", null],
    ["'posix' == 'os_name'", true],
    ["extra == 'x'", false],
    ["extra in 'x'", true],
    ["'x' in extras", null],
    ["sys_platform == 'win32' and os_name == 'posix' or python_version > '3'", true],
  ])("%j: %j", (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  it.each([
    ["extra == 'A_b'", { extra: "a.B" }, true],
    ["(extra == 'A_b')", { extra: "a.B" }, true],
    ["extra == 'a'", { context: "requirement" }, null],
    ["extra == 'a'", { context: "lock-file" }, null],
    ["'A_b' in extras", { context: "lock-file", extras: ["a.B"] }, true],
    ["'a' not in extras", { context: "lock-file" }, true],
    ["'dev' in dependency_groups", { context: "lock-file", dependencyGroups: ["Dev"] }, true],
    ["extras == 'a'", { context: "lock-file" }, null],
    ["'a' == extras", { context: "lock-file", extras: ["a"] }, false],
    ["'a' != extras", { context: "lock-file", extras: ["a"] }, true],
    ["'a' ~= extras", { context: "lock-file" }, null],
  ] satisfies [string, MarkerOptions, boolean | null][])("%j with %j: %j", (text, options, expected) => {
    expect(evaluate(text, options)).toBe(expected);
  });

  it("compares releases of the system as versions where they are versions", () => {
    const environment = { ...LINUX, platform_release: "23.5.0" };
    expect(evaluateMarker(marker("platform_release < '23.10'"), environment)).toBe(true);
  });

  it("cannot compare numbers that CPython refuses", () => {
    const long = "1".repeat(4301);
    expect(evaluate(`python_version < '${long}'`)).toBeNull();
    expect(evaluate(`'${long}' > python_version`)).toBeNull();
    expect(evaluate(`os_name < '${long}'`)).toBe(false);
  });

  it("repairs the version of an interpreter built from a checkout", () => {
    const environment = { ...LINUX, python_full_version: "3.14.0a1+" };
    expect(evaluateMarker(marker("python_full_version >= '3.14.0a1'"), environment)).toBe(true);
  });
});
