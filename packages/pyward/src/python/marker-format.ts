import type { Marker, MarkerComparison, MarkerOperand } from "./marker.ts";
import { writePythonString } from "./python-string.ts";

/** The marker as the reference implementation writes it; `parseMarker` reads the same meaning from it. */
export function formatMarker(marker: Marker): string {
  const only = unwrap(marker);
  if (only.kind === "comparison") return formatComparison(only);
  return only.alternatives.map((atoms) => atoms.map(formatAtom).join(" and ")).join(" or ");
}

function formatAtom(atom: MarkerComparison | Marker): string {
  const only = unwrap(atom);
  return only.kind === "comparison" ? formatComparison(only) : `(${formatMarker(only)})`;
}

/** Without the parentheses that hold but one thing. */
function unwrap(atom: MarkerComparison | Marker): MarkerComparison | Marker {
  let current = atom;
  while (current.kind === "alternatives") {
    const [first, ...others] = current.alternatives;
    const only = first?.length === 1 && others.length === 0 ? first[0] : undefined;
    if (only === undefined) return current;
    current = only;
  }
  return current;
}

function formatComparison(comparison: MarkerComparison): string {
  return `${formatOperand(comparison.left)} ${comparison.operator} ${formatOperand(comparison.right)}`;
}

function formatOperand(operand: MarkerOperand): string {
  return operand.kind === "variable" ? operand.name : writePythonString(operand.value);
}
