import type { MarkerEnvironment } from "./marker-environment.ts";
import { comparedVariable, evaluateComparison, markerValues } from "./marker-evaluate.ts";
import type { MarkerOptions, MarkerValues } from "./marker-evaluate.ts";
import type { Marker, MarkerComparison, MarkerOperand } from "./marker.ts";
import { parseVersion } from "./version.ts";

/**
 * A marker where only some variables are known: true or false where it comes out the same whatever the others
 * are, as far as `and` and `or` can tell; else null. An undefined comparison is null as well.
 *
 * `python_version` also tells about `python_full_version`: every release 3.12.x is before 3.13. Only final
 * releases of Python are thought of. `extra` is unknown unless given.
 */
export function evaluateMarkerPartially(
  marker: Marker,
  partial: Partial<MarkerEnvironment>,
  options: MarkerOptions = {},
): boolean | null {
  return evaluateAny(
    marker,
    withPythonVersion(markerValues(partial, { context: "requirement", ...options })),
  );
}

function withPythonVersion(values: MarkerValues): MarkerValues {
  const full = values.python_full_version;
  if (values.python_version !== undefined || typeof full !== "string") return values;
  const parsed = parseVersion(full);
  if (!parsed.ok || parsed.value.release.length < 2) return values;
  return { ...values, python_version: parsed.value.release.slice(0, 2).join(".") };
}

/** Kleene's logic: one true alternative is enough, one false comparison ends an alternative. */
function evaluateAny(marker: Marker, values: MarkerValues): boolean | null {
  let result: boolean | null = false;
  for (const atoms of marker.alternatives) {
    const holds = evaluateEach(atoms, values);
    if (holds === true) return true;
    if (holds === null) result = null;
  }
  return result;
}

function evaluateEach(atoms: readonly (MarkerComparison | Marker)[], values: MarkerValues): boolean | null {
  let result: boolean | null = true;
  for (const atom of atoms) {
    const holds = atom.kind === "comparison" ? decide(atom, values) : evaluateAny(atom, values);
    if (holds === false) return false;
    if (holds === null) result = null;
  }
  return result;
}

function decide(comparison: MarkerComparison, values: MarkerValues): boolean | null {
  const name = comparedVariable(comparison);
  const minor = values.python_version;
  if (
    name !== "python_full_version" ||
    values.python_full_version !== undefined ||
    typeof minor !== "string"
  ) {
    return evaluateComparison(comparison, values);
  }
  return decideForAllPatches(comparison, minor, values);
}

/**
 * Over the patch levels a comparison changes its outcome at the one that it names or just after it, so the first,
 * that one and the next speak for all.
 */
function decideForAllPatches(
  comparison: MarkerComparison,
  minor: string,
  values: MarkerValues,
): boolean | null {
  if (comparison.operator === "in" || comparison.operator === "not in") return null;
  const named = patchOf(comparison.left) ?? patchOf(comparison.right) ?? 0;
  const outcomes = new Set(
    [0, named, named + 1].map((patch) =>
      evaluateComparison(comparison, { ...values, python_full_version: `${minor}.${patch}` }),
    ),
  );
  const [outcome = null, ...others] = outcomes;
  return others.length === 0 ? outcome : null;
}

function patchOf(operand: MarkerOperand): number | null {
  if (operand.kind === "variable") return null;
  const parsed = parseVersion(operand.value.endsWith(".*") ? operand.value.slice(0, -2) : operand.value);
  const patch = parsed.ok ? parsed.value.release[2] : undefined;
  return typeof patch === "number" ? patch : null;
}
