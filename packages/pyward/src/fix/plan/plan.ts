import type { PackageMetadata } from "../../resolve/metadata.ts";
import type { Budget } from "./cheapest.ts";
import { describePlan } from "./describe-plan.ts";
import { leastLeft } from "./least-left.ts";
import { openPuzzle } from "./open-puzzle.ts";
import type { FixPlan, PlanRequest } from "./plan-request.ts";
import { smallestChanges } from "./smallest-changes.ts";

/**
 * The smallest set of changes that clears the chosen findings, or as many of them as can be: first the fewest packages, then
 * the fewest ranges of the project widened, then direct before transitive ones, then the shortest jumps (effort.ts). No
 * package goes to a version with findings that it has not today; yanked and younger ones than the cooldown are never taken.
 */
export async function smallestPlan(request: PlanRequest, metadata: PackageMetadata): Promise<FixPlan> {
  const opened = await openPuzzle(request, metadata);
  if (opened.kind === "failed") return opened;
  const { puzzle } = opened;
  const budget: Budget = { left: request.maxSolves };
  const clearings = await leastLeft(puzzle, budget);
  if (clearings.kind === "failed") return clearings;
  if (clearings.kind !== "found") return describePlan(puzzle, null);
  const best = await smallestChanges(puzzle, clearings.found, budget);
  if (best.kind === "failed") return best;
  const isSmallest = best.kind === "found";
  const pins = (isSmallest ? best.found[0] : clearings.found[0]?.pins) ?? [];
  return describePlan(puzzle, { pins, isSmallest });
}
