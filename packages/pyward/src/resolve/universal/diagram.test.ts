import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateMarker, parseMarker, type Marker } from "../../python/index.ts";
import { environmentOf } from "../scenarios/scenario.ts";
import { ALWAYS, MarkerSpace, NEVER } from "./diagram.ts";
import { diagramOf } from "./diagram-of-marker.ts";
import { markerOf } from "./marker-of-diagram.ts";
import { consistent, pythonsOf } from "./universe.ts";

const ENVIRONMENTS = ["3.8", "3.9.1", "3.10", "3.11.3", "3.11.4", "3.12", "3.13.7"].flatMap((python) =>
  (["linux", "macos", "windows"] as const).map((platform) => environmentOf(python, platform)),
);

function parsed(text: string): Marker {
  const marker = parseMarker(text);
  if (!marker.ok) throw new Error(text);
  return marker.value;
}

const comparison = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("python_version", "python_full_version"),
      fc.constantFrom("<", "<=", "==", "!=", ">=", ">"),
      fc.constantFrom("3.9", "3.10", "3.11", "3.11.4", "3.12"),
    )
    .map(([name, operator, value]) => `${name} ${operator} "${value}"`),
  fc
    .tuple(
      fc.constantFrom("sys_platform", "platform_system", "os_name", "platform_machine"),
      fc.constantFrom("==", "!=", "in", "not in"),
      fc.constantFrom("linux", "win32", "darwin", "Windows", "nt", "x86_64", "linux win32"),
    )
    .map(([name, operator, value]) => `${name} ${operator} "${value}"`),
);
const marker = fc
  .array(fc.array(comparison, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((all) => all.map((atoms) => `(${atoms.join(" and ")})`).join(" or "));

test("a marker that is written from a diagram holds where the one holds from which that was made", () => {
  fc.assert(
    fc.property(marker, (text) => {
      const space = new MarkerSpace();
      const universe = space.and(consistent(space), pythonsOf(space, ">=3.8"));
      const where = space.and(diagramOf(space, parsed(text), ""), universe);
      const written = where === NEVER ? null : markerOf(space, where, universe);
      for (const environment of ENVIRONMENTS) {
        const holds = evaluateMarker(parsed(text), environment) === true;
        const again = where !== NEVER && (written === null || evaluateMarker(parsed(written), environment));
        expect([text, written, environment.python_full_version, again]).toEqual([
          ...[text, written, environment.python_full_version, holds],
        ]);
      }
    }),
    { numRuns: 2000 },
  );
});

test("diagrams that mean the same are the same", () => {
  fc.assert(
    fc.property(marker, marker, (a, b) => {
      const space = new MarkerSpace();
      const [one, other] = [diagramOf(space, parsed(a), ""), diagramOf(space, parsed(b), "")];
      expect(space.and(one, other)).toBe(space.not(space.or(space.not(one), space.not(other))));
      expect(space.or(one, space.not(one))).toBe(ALWAYS);
      expect(space.and(one, space.not(one))).toBe(NEVER);
      expect(diagramOf(space, parsed(`(${a}) and (${b})`), "")).toBe(space.and(one, other));
      expect(diagramOf(space, parsed(`(${b}) or (${a})`), "")).toBe(space.or(one, other));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['sys_platform == "win32"', null],
  ['sys_platform != "win32"', null],
  ['sys_platform == "win32" or sys_platform != "win32"', "everywhere"],
  ['python_version < "3.10" or python_version >= "3.10"', "everywhere"],
  ['python_version >= "3.10" and python_version < "3.12"', null],
  ['python_version == "3.10"', 'python_version >= "3.10" and python_version < "3.11"'],
  ['python_version > "3.10"', 'python_version >= "3.11"'],
  ['python_full_version <= "3.11.3"', 'python_full_version < "3.11.4"'],
  ['platform_release >= "5"', null],
  ['platform_machine == "arm64" and sys_platform == "darwin"', null],
])("%s", (text, expected) => {
  const space = new MarkerSpace();
  const universe = space.and(consistent(space), pythonsOf(space, ">=3.8"));
  const written = markerOf(space, diagramOf(space, parsed(text), ""), universe);
  expect(written ?? "everywhere").toBe(expected ?? text);
});
