import { compareVersions, formatVersion, type MarkerEnvironment, type PackageName } from "../python/index.ts";
import { markerOfCells, type Cell } from "./cell-marker.ts";
import type { PackageMetadata } from "./metadata.ts";
import type { Pin, Resolution, ResolveRequest } from "./request.ts";
import { resolve } from "./resolve.ts";

export interface TargetCell extends Cell {
  readonly environment: MarkerEnvironment;
}

/** A pin and where it holds. */
export interface GuardedPin extends Pin {
  /** null: in every declared cell. */
  readonly marker: string | null;
}

/** Nothing fits in this cell, or nobody can say. */
export interface UnresolvedCell {
  readonly kind: "unresolved";
  readonly cell: Cell;
  readonly resolution: Resolution;
}

export type CellsResolution =
  | {
      readonly kind: "resolved";
      readonly pins: readonly GuardedPin[];
      /** Those that have an answer: the markers are of these. */
      readonly cells: readonly TargetCell[];
      readonly left: readonly UnresolvedCell[];
    }
  /** No cell has an answer: why the first has none; or an index could not be asked. */
  | UnresolvedCell;

/**
 * One answer for several targets: each is resolved by itself and prefers what the ones before it chose, so that
 * versions differ only where they must. Exact for the declared targets and no others. Those that have no answer are
 * left.
 */
export async function resolveForCells(
  request: Omit<ResolveRequest, "environment">,
  cells: readonly TargetCell[],
  metadata: PackageMetadata,
): Promise<CellsResolution> {
  const found = new Map<string, { readonly pin: Pin; readonly cells: Cell[] }>();
  const [answered, left]: [TargetCell[], UnresolvedCell[]] = [[], []];
  let preferences = new Map(request.preferences);
  for (const cell of cells) {
    const resolution = await resolve({ ...request, preferences, environment: cell.environment }, metadata);
    if (resolution.kind === "failed") return { kind: "unresolved", cell, resolution };
    if (resolution.kind !== "resolved") {
      left.push({ kind: "unresolved", cell, resolution });
      continue;
    }
    answered.push(cell);
    for (const pin of resolution.pins) {
      const key = JSON.stringify([pin.name, pin.version && formatVersion(pin.version), pin.url]);
      const known = found.get(key);
      const extras = [...new Set([...(known?.pin.extras ?? []), ...pin.extras])].toSorted();
      found.set(key, { pin: { ...pin, extras }, cells: [...(known?.cells ?? []), cell] });
    }
    preferences = withPins(preferences, resolution.pins);
  }
  const [first] = left;
  if (answered.length === 0 && first !== undefined) return first;
  const pins = [...found.values()].map((one) => ({ ...one.pin, marker: markerOfCells(one.cells, answered) }));
  return { kind: "resolved", pins: pins.toSorted(comparePins), cells: answered, left };
}

/** What the request prefers stands above what an earlier cell chose, and the first of these above later ones. */
function withPins(
  preferences: ReadonlyMap<PackageName, NonNullable<Pin["version"]>>,
  pins: readonly Pin[],
): Map<PackageName, NonNullable<Pin["version"]>> {
  const all = new Map(preferences);
  for (const { name, version } of pins) {
    if (version !== null && !all.has(name)) all.set(name, version);
  }
  return all;
}

function comparePins(a: Pin, b: Pin): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.version === null || b.version === null ? 0 : compareVersions(a.version, b.version);
}
