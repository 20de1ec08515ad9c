import fc from "fast-check";
import { expect, test } from "vitest";
import {
  evaluateMarker,
  markerEnvironment,
  parseMarker,
  type MarkerEnvironment,
} from "../../python/index.ts";
import { readSelection } from "./selection.ts";

const DEFAULT = new Set(["default"]);

test.each<[string | null, readonly string[], string | null]>([
  [null, ["main"], null],
  ["sys_platform == 'win32'", ["main"], 'sys_platform == "win32"'],
  ["'cli' in extras", ["extra:cli"], null],
  ["'Dev_Tools' in dependency_groups", ["group:dev-tools"], null],
  ["'default' in dependency_groups", ["main"], null],
  ["'default' in dependency_groups or 'dev' in dependency_groups", ["group:dev", "main"], null],
  ["python_version < '3.11' and 'dev' in dependency_groups", ["group:dev"], 'python_version < "3.11"'],
  [
    "sys_platform == 'win32' and 'default' in dependency_groups or sys_platform == 'win32' and 'cli' in extras",
    ["extra:cli", "main"],
    'sys_platform == "win32"',
  ],
  [
    "(sys_platform == 'win32' or os_name == 'nt') and ('a' in extras or 'b' in dependency_groups)",
    ["extra:a", "group:b"],
    'sys_platform == "win32" or os_name == "nt"',
  ],
  ["'a' in extras and 'b' in extras", ["extra:a", "extra:b"], null],
  ["(sys_platform == 'win32' or 'a' in extras) and 'b' in extras", ["extra:a", "extra:b"], null],
  ["sys_platform == 'win32' or 'a' in extras", ["extra:a", "main"], null],
  ["'a' not in extras and os_name == 'nt'", ["main"], 'os_name == "nt"'],
  ["not a marker", ["main"], null],
])("%s", (text, scopes, marker) => {
  expect(readSelection(text, DEFAULT)).toEqual({ scopes, marker });
});

const atom = fc.constantFrom(
  "'a' in extras",
  "'b' in extras",
  "'a' not in extras",
  "'dev' in dependency_groups",
  "'default' in dependency_groups",
  "sys_platform == 'win32'",
  "python_version < '3.11'",
);
const joined = (part: fc.Arbitrary<string>, word: string): fc.Arbitrary<string> =>
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(` ${word} `));
const flat = joined(joined(atom, "and"), "or");
const nested = joined(
  joined(
    fc.oneof(
      atom,
      flat.map((text) => `(${text})`),
    ),
    "and",
  ),
  "or",
);

const SYSTEM: MarkerEnvironment = {
  implementation_name: "cpython",
  implementation_version: "3.12.1",
  os_name: "posix",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "6",
  platform_system: "Linux",
  platform_version: "1",
  python_full_version: "3.12.1",
  python_version: "3.12",
  sys_platform: "linux",
};
const SYSTEMS = [SYSTEM, { ...SYSTEM, ...markerEnvironment({ python: "3.10.2", platform: "windows" }) }];
const CHOICES = [[], ["a"], ["b"], ["a", "b"]].flatMap((extras) =>
  [["default"], ["default", "dev"], ["dev"]].map((dependencyGroups) => ({ extras, dependencyGroups })),
);

test("whatever an installer selects is in a scope that was asked for, under its condition", () => {
  fc.assert(
    fc.property(nested, (text) => {
      const { scopes, marker } = readSelection(text, DEFAULT);
      const whole = parseMarker(text);
      const rest = marker === null ? null : parseMarker(marker);
      if (!whole.ok || rest?.ok === false) throw new Error(`no marker: ${text}`);
      for (const system of SYSTEMS) {
        for (const choice of CHOICES) {
          if (evaluateMarker(whole.value, system, { context: "lock-file", ...choice }) !== true) continue;
          const asked = new Set([
            "main",
            ...choice.extras.map((name) => `extra:${name}`),
            ...choice.dependencyGroups.map((name) => `group:${name}`),
          ]);
          expect(scopes.some((scope) => asked.has(scope))).toBe(true);
          expect(rest === null || evaluateMarker(rest.value, system)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
