import { parseMarker } from "../python/index.ts";
import type { PackageName } from "../python/index.ts";
import type { PackageMetadata } from "../resolve/metadata.ts";
import type { ResolveRequest } from "../resolve/request.ts";
import {
  resolveForCells,
  type GuardedPin,
  type TargetCell,
  type UnresolvedCell,
} from "../resolve/resolve-for-cells.ts";
import { explainConflict } from "../resolve/words/explain-conflict.ts";
import { holds } from "./answer.ts";
import { cellOf, cellWhere, type WantedCells } from "./cells.ts";

export type Found =
  | {
      readonly kind: "found";
      readonly pins: readonly GuardedPin[];
      readonly cells: readonly TargetCell[];
      /** Why there is no answer for declared cells that are not among `cells`. */
      readonly reasons: readonly string[];
    }
  | { readonly kind: "conflict"; readonly reasons: readonly string[] }
  | { readonly kind: "failed"; readonly name: PackageName; readonly reason: string };

type Question = Omit<ResolveRequest, "environment" | "maxRounds">;

interface Where {
  readonly metadata: PackageMetadata;
  readonly wanted: WantedCells;
  readonly requiresPython: readonly string[];
}

/** More choices than any project takes that has an answer. */
const MAX_ROUNDS = 20_000;

/**
 * An answer for every cell that has one. Where Pythons are declared these are the cells; else the newest one that has an answer and all older ones of
 * those that are wanted: what a marker or a `Requires-Python` says of any of them is met, however deep it stands. To these come the Pythons that are no
 * longer maintained, where a requirement of the files themselves is for them alone (`markers`).
 */
export async function searchCells(
  question: Question,
  where: Where,
  markers: readonly string[],
): Promise<Found> {
  const { pythons, platforms, isDeclared } = where.wanted;
  const across = (python: string): readonly TargetCell[] =>
    platforms.map((platform) => cellOf(python, platform));
  if (isDeclared) return solve(question, pythons.flatMap(across), where.metadata);
  let first: Found | null = null;
  for (const [at, python] of pythons.entries()) {
    const alone = await solve(question, across(python).slice(0, 1), where.metadata);
    if (alone.kind === "failed") return alone;
    first ??= alone;
    if (alone.kind === "conflict") continue;
    const usual = pythons.slice(at).flatMap(across);
    const found = await solve(question, [...usual, ...cellsFor(markers, usual, where)], where.metadata);
    // Nobody asked for those that have no answer.
    return found.kind === "found" ? { ...found, reasons: [] } : found;
  }
  return first ?? { kind: "conflict", reasons: [] };
}

/** A cell for each marker that none of the usual ones meets. */
function cellsFor(
  markers: readonly string[],
  usual: readonly TargetCell[],
  { requiresPython }: Where,
): readonly TargetCell[] {
  const cells: TargetCell[] = [];
  for (const text of new Set(markers)) {
    if ([...usual, ...cells].some((cell) => holds(text, cell))) continue;
    const parsed = parseMarker(text);
    const cell = parsed.ok ? cellWhere(parsed.value, requiresPython) : null;
    if (cell !== null) cells.push(cell);
  }
  return cells;
}

/** For all cells at once; without those that have no answer. */
async function solve(
  question: Question,
  wanted: readonly TargetCell[],
  metadata: PackageMetadata,
): Promise<Found> {
  const found = await resolveForCells({ ...question, maxRounds: MAX_ROUNDS }, wanted, metadata);
  if (found.kind === "resolved")
    return { kind: "found", pins: found.pins, cells: found.cells, reasons: found.left.map(reasonOf) };
  const { resolution } = found;
  return resolution.kind === "failed" ? resolution : { kind: "conflict", reasons: [reasonOf(found)] };
}

function reasonOf({ cell, resolution }: UnresolvedCell): string {
  const where = `for Python ${cell.python} on ${cell.platform}`;
  if (resolution.kind !== "conflict") return `${where} no answer was found within bounds`;
  return `${where} nothing fits: ${explainConflict(resolution).join(" ")}`;
}
