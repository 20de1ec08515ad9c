import { parseSpecifiers } from "../../python/index.ts";
import type { Specifier } from "../../python/index.ts";
import type { Division, Place } from "../place.ts";
import { diagramOf, releaseNumber } from "./diagram-of-marker.ts";
import { NEVER, PYTHON, type Diagram } from "./diagram.ts";
import { fromOn, markerOf } from "./marker-of-diagram.ts";
import type { Universe } from "./universe.ts";

/** All environments of a part of the universe, resolved as one: what any of them needs counts. */
export interface Region extends Place {
  readonly where: Diagram;
}

export function regionOf(universe: Universe, where: Diagram): Region {
  const { space } = universe;
  return {
    where,
    words: markerOf(space, where, universe.where) ?? "every target",
    applies: (marker, extra) => space.and(where, diagramOf(space, marker, extra)) !== NEVER,
    fitsPython(requiresPython) {
      const from = lowestRelease(requiresPython);
      if (from === null || space.implies(where, fromOn(space, from))) return true;
      return space.and(where, fromOn(space, from)) === NEVER ? false : "partly";
    },
    // One of a version's wheels may be for one part and another for another.
    fitsWheel: () => true,
    isDividedBy: (needs) =>
      new Set(needs.map(({ marker, extra }) => space.and(where, diagramOf(space, marker, extra)))).size > 1,
  };
}

/** The parts of `where`, none empty; itself alone where it is not divided. */
export function partsBy({ space }: Universe, where: Diagram, by: Division): readonly Diagram[] {
  const places =
    by.kind === "python"
      ? [fromOn(space, lowestRelease(by.requiresPython) ?? 0)]
      : by.needs.map(({ marker, extra }) => diagramOf(space, marker, extra));
  let parts: readonly Diagram[] = [where];
  for (const place of places) {
    parts = parts.flatMap((part) =>
      [space.and(part, place), space.and(part, space.not(place))].filter((one) => one !== NEVER),
    );
  }
  // The newer Pythons first: what is chosen for them is kept for older ones where it can be (as with uv).
  return parts.toSorted((a, b) => firstRelease(b) - firstRelease(a));
}

function firstRelease(where: Diagram): number {
  if (where.kind === "leaf" || where.variable !== PYTHON) return 0;
  const key = where.keys[where.children.findIndex((child) => child !== NEVER) - 1];
  return typeof key === "number" ? key : 0;
}

/**
 * The release from which a `Requires-Python` can be met; null: from the first. Its upper bounds do not count, as with
 * uv: they stand for what nobody has tried yet, and would bring back releases from before somebody wrote them.
 */
function lowestRelease(requiresPython: string | null): number | null {
  const parsed = parseSpecifiers(requiresPython ?? "");
  if (!parsed.ok) return null;
  const bounds = parsed.value.specifiers.flatMap((one) => boundOf(one) ?? []);
  return bounds.length === 0 ? null : Math.max(...bounds);
}

function boundOf({ operator, bound }: Specifier): number | null {
  const [major, minor, patch] = (bound?.release ?? []).map(Number);
  if (major === undefined || !["==", "===", "~=", ">=", ">"].includes(operator)) return null;
  const number = releaseNumber(major, minor ?? 0, patch ?? 0);
  return operator === ">" ? number + 1 : number;
}
