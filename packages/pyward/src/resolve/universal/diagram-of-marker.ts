import { formatMarker } from "../../python/index.ts";
import type { Marker, MarkerComparison, MarkerOperand } from "../../python/index.ts";
import { comparedVariable, evaluateComparison } from "../../python/marker-evaluate.ts";
import { ALWAYS, NEVER, PYTHON, type Diagram, type MarkerSpace } from "./diagram.ts";

/**
 * Where a marker holds; null: everywhere. `extra` is what is asked for of the package, empty for the package itself.
 * What compares in an order that only one machine knows (`platform_release >= "5"`) is a variable of its own.
 */
export function diagramOf(space: MarkerSpace, marker: Marker | null, extra: string): Diagram {
  if (marker === null) return ALWAYS;
  let any = NEVER;
  for (const atoms of marker.alternatives) {
    let all = ALWAYS;
    for (const atom of atoms) {
      const one =
        atom.kind === "comparison" ? ofComparison(space, atom, extra) : diagramOf(space, atom, extra);
      all = space.and(all, one);
    }
    any = space.or(any, all);
  }
  return any;
}

function ofComparison(space: MarkerSpace, comparison: MarkerComparison, extra: string): Diagram {
  const name = comparedVariable(comparison);
  switch (name) {
    case undefined:
    case "extras":
    case "dependency_groups":
      return NEVER;
    case "extra":
      return evaluateComparison(comparison, { extra }) === true ? ALWAYS : NEVER;
    case "python_version":
    case "python_full_version":
      return ofPython(space, comparison);
    case "implementation_version":
    case "platform_release":
    case "platform_version":
      return space.split(
        formatMarker({ kind: "alternatives", alternatives: [[comparison]] }),
        ["true"],
        [NEVER, ALWAYS],
      );
    default:
      return ofText(space, comparison, name);
  }
}

type TextVariable =
  | "implementation_name"
  | "os_name"
  | "platform_machine"
  | "platform_python_implementation"
  | "platform_system"
  | "sys_platform";

/** A value that no marker names. */
const OTHER = "\0";

function ofText(space: MarkerSpace, comparison: MarkerComparison, name: TextVariable): Diagram {
  const texts = [comparison.left, comparison.right].flatMap((one) =>
    one.kind === "literal" ? one.value : [],
  );
  // A list in one text (`in "linux darwin"`) names its words.
  const words = comparison.operator.endsWith("in") ? texts.flatMap((text) => text.split(/[\s,|;]+/)) : texts;
  const values = [...new Set([...words, ...KNOWN_VALUES[name]])].toSorted();
  return space.split(
    name,
    values,
    [OTHER, ...values].map((value) =>
      evaluateComparison(comparison, { [name]: value }) === true ? ALWAYS : NEVER,
    ),
  );
}

/** What `in` may ask for a part of. */
const KNOWN_VALUES: Readonly<Record<TextVariable, readonly string[]>> = {
  implementation_name: ["cpython", "pypy"],
  os_name: ["nt", "posix"],
  platform_machine: ["AMD64", "ARM64", "aarch64", "arm64", "x86_64"],
  platform_python_implementation: ["CPython", "PyPy"],
  platform_system: ["Darwin", "Linux", "Windows"],
  sys_platform: ["darwin", "linux", "win32"],
};

/** A release of Python as a number that keeps their order. */
export function releaseNumber(major: number, minor: number, patch: number): number {
  return (major * 1000 + Math.min(minor, 999)) * 1000 + Math.min(patch, 999);
}

export function releaseOf(number: number): readonly [major: number, minor: number, patch: number] {
  return [Math.floor(number / 1_000_000), Math.floor(number / 1000) % 1000, number % 1000];
}

/** Between the releases that a comparison names, and the first ones after each of them, its outcome does not change. */
function ofPython(space: MarkerSpace, comparison: MarkerComparison): Diagram {
  const keys = new Set<number>();
  for (const [major, minor, patch] of [comparison.left, comparison.right].flatMap(releasesIn)) {
    for (const next of [0, 1]) {
      keys.add(releaseNumber(major + next, 0, 0));
      keys.add(releaseNumber(major, minor + next, 0));
      keys.add(releaseNumber(major, minor, patch + next));
    }
  }
  const sorted = [...keys].toSorted((a, b) => a - b);
  return space.split(
    PYTHON,
    sorted,
    [0, ...sorted].map((number) => {
      const [major, minor, patch] = releaseOf(number);
      const values = {
        python_version: `${major}.${minor}`,
        python_full_version: `${major}.${minor}.${patch}`,
      };
      return evaluateComparison(comparison, values) === true ? ALWAYS : NEVER;
    }),
  );
}

function releasesIn(operand: MarkerOperand): (readonly [number, number, number])[] {
  if (operand.kind === "variable") return [];
  return [...operand.value.matchAll(/(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?/g)]
    .slice(0, 100)
    .map(([, major, minor, patch]) => [Number(major), Number(minor ?? 0), Number(patch ?? 0)]);
}
