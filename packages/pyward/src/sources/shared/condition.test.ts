import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateMarker, parseMarker, type MarkerEnvironment } from "../../python/index.ts";
import { both, Conditions, either, isCovered, type Condition } from "./condition.ts";

const CPYTHON = {
  implementation_name: "cpython",
  implementation_version: "3.12.1",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "6.1",
  platform_version: "1",
};
const PLATFORMS = [
  { os_name: "posix", platform_system: "Linux", sys_platform: "linux" },
  { os_name: "posix", platform_system: "Darwin", sys_platform: "darwin" },
  { os_name: "nt", platform_system: "Windows", sys_platform: "win32" },
];
const ENVIRONMENTS: readonly MarkerEnvironment[] = ["3.8", "3.9", "3.10", "3.12", "3.13", "4.0"].flatMap(
  (python) =>
    PLATFORMS.map((platform) => ({
      ...CPYTHON,
      ...platform,
      python_version: python,
      python_full_version: `${python}.1`,
    })),
);

function holds(marker: string | null, at: number): boolean {
  if (marker === null) return true;
  const parsed = parseMarker(marker);
  const environment = ENVIRONMENTS[at];
  if (!parsed.ok || environment === undefined) throw new Error(`no marker: ${marker}`);
  return evaluateMarker(parsed.value, environment) === true;
}

const atom = fc.constantFrom(
  "python_full_version < '3.10'",
  "python_full_version >= '3.10'",
  "python_full_version == '3.12.*'",
  "python_version > '3.12'",
  "sys_platform == 'win32'",
  "sys_platform != 'win32'",
  "os_name == 'posix'",
  "(sys_platform == 'darwin' or python_version < '3.9')",
);
const markerOf = (maxAlternatives: number) =>
  fc
    .array(fc.array(atom, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: maxAlternatives })
    .map((alternatives) => alternatives.map((atoms) => atoms.join(" and ")).join(" or "));
const marker = markerOf(3);
/** Two of these have no more alternatives together than are kept. */
const small = markerOf(2);

describe("conditions", () => {
  test("mean what their markers mean, combined", () => {
    fc.assert(
      fc.property(small, small, (first, second) => {
        const conditions = new Conditions([]);
        const [a, b] = [conditions.of(first), conditions.of(second)];
        const all = conditions.write(both(a, b));
        const any = conditions.write(either(a, b));
        ENVIRONMENTS.forEach((_, at) => {
          expect(holds(conditions.write(a), at)).toBe(holds(first, at));
          expect(holds(all, at)).toBe(holds(first, at) && holds(second, at));
          expect(holds(any, at)).toBe(holds(first, at) || holds(second, at));
        });
      }),
      { numRuns: 200 },
    );
  });

  test("get weaker, never stronger, where they are cut short", () => {
    fc.assert(
      fc.property(fc.array(marker, { minLength: 6, maxLength: 12 }), (markers) => {
        const conditions = new Conditions([]);
        const read = markers.map((text) => conditions.of(text));
        const all = conditions.write(read.reduce(both));
        const any = conditions.write(read.reduce(either));
        ENVIRONMENTS.forEach((_, at) => {
          if (markers.every((text) => holds(text, at))) expect(holds(all, at)).toBe(true);
          if (markers.some((text) => holds(text, at))) expect(holds(any, at)).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });

  test("an alternative covers what implies it, and itself", () => {
    const conditions = new Conditions([]);
    const narrow = conditions.of("sys_platform == 'win32' and python_version < '3.9'");
    const wide = conditions.of("sys_platform == 'win32'");
    expect([isCovered(narrow, wide), isCovered(wide, narrow), isCovered(wide, wide)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(conditions.write(either(narrow, wide))).toBe('sys_platform == "win32"');
  });

  const conflicts = [new Set(["extra-3-app-cpu", "extra-3-app-gpu", "group-3-app-dev"])];
  test.each<[string, string | null]>([
    ["python_full_version < '3.10' or python_full_version >= '3.10'", null],
    ["python_full_version < '3.9' or python_full_version == '3.9.*' or python_full_version >= '3.10'", null],
    [
      "python_full_version < '3.9' or python_full_version >= '3.10'",
      'python_full_version < "3.9" or python_full_version >= "3.10"',
    ],
    ["sys_platform == 'win32' or extra == 'extra-3-app-cpu'", null],
    ["sys_platform == 'win32' and extra != 'extra-3-app-cpu'", 'sys_platform == "win32"'],
    [
      "sys_platform == 'win32' or (extra == 'extra-3-app-cpu' and extra == 'extra-3-app-gpu')",
      'sys_platform == "win32"',
    ],
    [
      "sys_platform == 'win32' or (extra == 'extra-3-app-cpu' and (extra == 'group-3-app-dev'))",
      'sys_platform == "win32"',
    ],
    ["os_name == 'nt' and (extra == 'extra-3-app-cpu' or sys_platform == 'win32')", 'os_name == "nt"'],
    ["extra == 'extra-3-app-cpu' and extra == 'extra-3-app-gpu'", null],
    ["not a marker", null],
  ])("%s", (text, written) => {
    const conditions = new Conditions(conflicts);
    expect(conditions.write(conditions.of(text))).toBe(written);
  });

  test("a marker of many alternatives counts as always", () => {
    const text = Array.from({ length: 9 }, (_, at) => `platform_release == '${at}'`).join(" or ");
    const condition: Condition = new Conditions([]).of(text);
    expect(condition).toBeNull();
  });
});
