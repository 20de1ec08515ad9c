import { dependencyKey, type Edge } from "../../../model/index.ts";
import {
  evaluateMarkerPartially,
  formatMarker,
  normalizeName,
  parseRequirement,
  type Marker,
  type Requirement,
} from "../../../python/index.ts";
import type { Installed } from "./on-path.ts";

/** A requirement of one release on another that is installed. */
interface Need {
  readonly from: Installed;
  readonly requirement: Requirement;
  readonly to: readonly Installed[];
}

/**
 * Which installed release needs which, by Requires-Dist. An extra's requirements count where another release asks for
 * that extra; what a marker decides for the series of the environment's Python is decided, the rest is kept on the edge.
 * Sorted.
 */
export function findEdges(installed: readonly Installed[]): readonly Edge[] {
  const byName = Map.groupBy(installed, ({ name }) => name);
  const needs = new Map(installed.map((from) => [from, needsOf(from, byName)]));
  const extras = new Map<Installed, Set<string>>(installed.map((one) => [one, new Set<string>()]));
  const edges = new Map<string, Edge>();
  const waiting = [...installed];
  for (let from = waiting.shift(); from !== undefined; from = waiting.shift()) {
    const own = extras.get(from) ?? new Set();
    for (const need of needs.get(from) ?? []) {
      const holds = holdsWith(need, own);
      if (holds === false) continue;
      for (const to of need.to) {
        addEdge(edges, from, to, holds === true ? null : need.requirement.marker);
        if (addExtras(extras.get(to), need.requirement.extras)) waiting.push(to);
      }
    }
  }
  return [...edges.values()].toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

function needsOf(from: Installed, byName: ReadonlyMap<string, readonly Installed[]>): readonly Need[] {
  const needs: Need[] = [];
  for (const text of from.requirements) {
    // Most requirements are of extras that are not installed: the whole grammar is for those that are.
    const name = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}/.exec(text)?.[0];
    const to = name === undefined ? undefined : byName.get(normalizeName(name));
    if (to === undefined) continue;
    const parsed = parseRequirement(text);
    const visible = to.filter((other) => canSee(from, other));
    if (parsed.ok && visible.length > 0) needs.push({ from, requirement: parsed.value, to: visible });
  }
  return needs;
}

/** Whether an interpreter can have both on its path. */
function canSee(from: Installed, to: Installed): boolean {
  return from.places.some(({ directory: { python: own } }) =>
    to.places.some(
      ({ directory: { python: other } }) => own === other || !own?.includes(".") || !other?.includes("."),
    ),
  );
}

/** Null: it depends on what the environment's files do not say. */
function holdsWith({ from, requirement: { marker } }: Need, extras: ReadonlySet<string>): boolean | null {
  if (marker === null) return true;
  const answers = ["", ...extras].map((extra) => holdsFor(marker, from, extra));
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

function holdsFor(marker: Marker, from: Installed, extra: string): boolean | null {
  const python = from.places[0]?.directory.python ?? null;
  const known = python !== null && python.includes(".") ? { python_version: python } : {};
  return evaluateMarkerPartially(marker, known, { extra });
}

function addEdge(edges: Map<string, Edge>, from: Installed, to: Installed, marker: Marker | null): void {
  const [source, target] = [dependencyKey(from.name, from.version), dependencyKey(to.name, to.version)];
  if (source === target) return;
  const key = JSON.stringify([source, target]);
  const known = edges.get(key);
  // Unconditionally once is unconditionally.
  if (known !== undefined && (known.marker === null || marker !== null)) return;
  edges.set(key, { from: source, to: target, marker: marker === null ? null : formatMarker(marker) });
}

/** Whether any was new. */
function addExtras(known: Set<string> | undefined, extras: readonly string[]): boolean {
  if (known === undefined) return false;
  const before = known.size;
  for (const extra of extras) known.add(extra);
  return known.size > before;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
