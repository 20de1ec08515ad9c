import { parseSpecifiers } from "../../python/index.ts";
import type { Marker, Specifier } from "../../python/index.ts";
import { diagramOf } from "./diagram-of-marker.ts";
import { ALWAYS, NEVER, type Diagram, type MarkerSpace } from "./diagram.ts";

/** All environments that an answer is for. */
export interface Universe {
  readonly space: MarkerSpace;
  readonly where: Diagram;
}

export function isPlatform(space: MarkerSpace, platform: string): Diagram {
  return is(space, "sys_platform", platform);
}

function is(space: MarkerSpace, variable: string, value: string): Diagram {
  return space.split(variable, [value], [NEVER, ALWAYS]);
}

/**
 * The variables of one system go together, and only final releases of Python are thought of. What no marker names
 * counts as a further system.
 */
export function consistent(space: MarkerSpace): Diagram {
  const systems = [
    ["win32", "nt", "Windows"],
    ["linux", "posix", "Linux"],
    ["darwin", "posix", "Darwin"],
  ].map(([platform = "", os = "", system = ""]) => ({
    whole: space.and(
      is(space, "sys_platform", platform),
      space.and(is(space, "os_name", os), is(space, "platform_system", system)),
    ),
    any: space.or(is(space, "sys_platform", platform), is(space, "platform_system", system)),
  }));
  const none = systems.reduce((sum, { any }) => space.and(sum, space.not(any)), ALWAYS);
  const system = systems.reduce((sum, { whole }) => space.or(sum, whole), none);
  const implementations = [
    ["cpython", "CPython"],
    ["pypy", "PyPy"],
  ].map(([name = "", text = ""]) => [
    is(space, "implementation_name", name),
    is(space, "platform_python_implementation", text),
  ]);
  return implementations.reduce((sum, [one = NEVER, other = NEVER]) => {
    const both = space.or(space.and(one, other), space.and(space.not(one), space.not(other)));
    return space.and(sum, both);
  }, system);
}

/** The releases of Python that the text admits (`>=3.9,<3.13`). */
export function pythonsOf(space: MarkerSpace, requiresPython: string): Diagram {
  const parsed = parseSpecifiers(requiresPython);
  if (!parsed.ok) return ALWAYS;
  return parsed.value.specifiers.reduce(
    (sum, { operator, version }) => space.and(sum, diagramOf(space, comparisonOf(operator, version), "")),
    ALWAYS,
  );
}

function comparisonOf(operator: Specifier["operator"], value: string): Marker {
  const left = { kind: "variable", name: "python_full_version" } as const;
  const right = { kind: "literal", value } as const;
  return { kind: "alternatives", alternatives: [[{ kind: "comparison", left, operator, right }]] };
}
