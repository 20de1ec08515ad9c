import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markerEnvironment } from "./marker-environment.ts";
import type { MarkerEnvironment } from "./marker-environment.ts";
import { evaluateMarker } from "./marker-evaluate.ts";
import { evaluateMarkerPartially } from "./marker-partial.ts";
import { parseMarker } from "./marker.ts";
import type { Marker } from "./marker.ts";

function marker(text: string): Marker {
  const parsed = parseMarker(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value;
}

describe("markerEnvironment", () => {
  it.each([
    [null, null, {}],
    ["3.12", null, { python_version: "3.12" }],
    ["3.12.4", null, { python_version: "3.12", python_full_version: "3.12.4" }],
    ["3.14.0rc1", null, { python_version: "3.14", python_full_version: "3.14.0rc1" }],
    ["3", "amiga", {}],
    [">=3.9", null, {}],
    [null, "linux", { os_name: "posix", platform_system: "Linux", sys_platform: "linux" }],
    [null, "Darwin", { os_name: "posix", platform_system: "Darwin", sys_platform: "darwin" }],
    [null, "win32", { os_name: "nt", platform_system: "Windows", sys_platform: "win32" }],
  ])("%j, %j", (python, platform, expected) => {
    expect(markerEnvironment({ python, platform })).toEqual(expected);
  });

  it.each([
    ["mac", "macos"],
    ["windows", "win"],
  ])("%j means %j", (a, b) => {
    expect(markerEnvironment({ python: null, platform: a })).toEqual(
      markerEnvironment({ python: null, platform: b }),
    );
  });
});

describe("evaluateMarkerPartially", () => {
  it.each([
    ["python_version >= '3.9'", true],
    ["python_version < '3.9'", false],
    ["python_full_version < '3.9'", false],
    ["python_full_version < '3.13'", true],
    ["python_full_version >= '3.12'", true],
    ["python_full_version >= '3.12.0'", true],
    ["python_full_version > '3.12'", null],
    ["python_full_version <= '3.12'", null],
    ["python_full_version < '3.12.4'", null],
    ["python_full_version >= '3.12.1'", null],
    ["python_full_version > '3.12.0.post1'", null],
    ["'3.12.3' ~= python_full_version", null],
    ["python_full_version == '3.12.*'", true],
    ["python_full_version == '3.12.4.*'", null],
    ["python_full_version == '3.12.4'", null],
    ["python_full_version != '3.11.4'", true],
    ["python_full_version ~= '3.10'", true],
    ["python_full_version === '3.12.7'", null],
    ["'3.12.7' <= python_full_version", null],
    ["'3.13' > python_full_version", true],
    ["python_full_version in '3.12.1'", null],
    ["python_full_version in '3.12.4 3.12.5'", null],
    ["os_name == 'posix'", true],
    ["platform_machine == 'x86_64'", null],
    ["platform_machine == 'x86_64' or os_name == 'posix'", true],
    ["platform_machine == 'x86_64' and os_name == 'nt'", false],
    ["platform_machine == 'x86_64' and os_name == 'posix'", null],
    ["(platform_machine == 'a' or platform_machine == 'b') and os_name == 'nt'", false],
    ["extra == 'x'", null],
    ["extra == 'x' and sys_platform == 'win32'", false],
    ["os_name ~= 'x'", null],
  ])("%j: %j", (text, expected) => {
    const known = markerEnvironment({ python: "3.12", platform: "linux" });
    expect(evaluateMarkerPartially(marker(text), known)).toBe(expected);
  });

  it("takes python_version from python_full_version, and what is given besides", () => {
    expect(evaluateMarkerPartially(marker("python_version > '3.8'"), { python_full_version: "3.12.4" })).toBe(
      true,
    );
    expect(evaluateMarkerPartially(marker("extra == 'X'"), {}, { extra: "x" })).toBe(true);
    expect(evaluateMarkerPartially(marker("'x' in extras"), {}, { context: "lock-file" })).toBe(false);
  });

  const patch = fc.nat(9);
  const comparison = fc
    .tuple(
      fc.constantFrom("python_version", "python_full_version", "os_name", "platform_machine"),
      fc.constantFrom("==", "!=", "<", "<=", ">", ">=", "~=", "in", "not in", "==="),
      fc.oneof(
        fc.constantFrom("posix", "x86_64", "3.12", "3.12.*", "3", "x"),
        patch.map((n) => `3.12.${n}`),
      ),
      fc.boolean(),
    )
    .map(([name, operator, value, reversed]) =>
      reversed ? `'${value}' ${operator} ${name}` : `${name} ${operator} '${value}'`,
    );
  const texts = fc
    .array(fc.tuple(comparison, fc.constantFrom(" and ", " or ")), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([text, join], index) => (index === 0 ? text : join + text)).join(""));

  it("never contradicts the whole environment", () => {
    fc.assert(
      fc.property(texts, patch, fc.constantFrom("posix", "nt"), (text, n, os_name) => {
        const whole: MarkerEnvironment = {
          implementation_name: "cpython",
          implementation_version: "3.12",
          os_name,
          platform_machine: "x86_64",
          platform_python_implementation: "CPython",
          platform_release: "6",
          platform_system: "Linux",
          platform_version: "1",
          python_full_version: `3.12.${n}`,
          python_version: "3.12",
          sys_platform: "linux",
        };
        const partly = evaluateMarkerPartially(marker(text), { python_version: "3.12", os_name });
        const wholly = evaluateMarker(marker(text), whole);
        if (partly !== null && wholly !== null) expect(partly).toBe(wholly);
      }),
      { numRuns: 2000 },
    );
  });
});
