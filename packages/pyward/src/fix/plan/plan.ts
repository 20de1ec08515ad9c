import type { PackageMetadata } from "../../resolve/metadata.ts";
import type { Budget } from "./cheapest.ts";
import { describePlan } from "./describe-plan.ts";
import { leastLeft } from "./least-left.ts";
import { openPuzzle } from "./open-puzzle.ts";
import type { FixPlan, LeftFinding, PlanRequest } from "./plan-request.ts";
import { smallestChanges } from "./smallest-changes.ts";

/**
 * The smallest set of changes that clears the chosen findings, or as many of them as can be: first the fewest packages, then
 * the fewest ranges of the project widened, then direct before transitive ones, then the shortest jumps (effort.ts). No
 * package goes to a version with findings that it has not today; yanked and younger ones than the cooldown are never taken.
 */
export async function smallestPlan(request: PlanRequest, metadata: PackageMetadata): Promise<FixPlan> {
  const silent = await silentAbout(request, metadata);
  const [first] = silent;
  if (first === undefined) return planAsked(request, metadata);
  if (silent.length === request.chosen.size) return { kind: "failed", reason: first.reasons.join(" ") };
  const unasked = new Set(silent.map(({ name }) => name));
  const chosen = new Map([...request.chosen].filter(([name]) => !unasked.has(name)));
  const plan = await planAsked({ ...request, chosen }, metadata);
  return plan.kind === "failed" ? plan : { ...plan, left: [...plan.left, ...silent], isUnasked: true };
}

/** The flawed packages that no index tells anything of: where they could go nobody knows. */
async function silentAbout(
  { chosen, pins }: PlanRequest,
  metadata: PackageMetadata,
): Promise<readonly LeftFinding[]> {
  const silent: LeftFinding[] = [];
  metadata.prefetch?.({ names: [...chosen.keys()], candidates: [] });
  for (const [name, ids] of [...chosen].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const pin = pins.get(name);
    const answer = await metadata.versions(name);
    if (pin === undefined || pin.isFixed || answer.kind !== "failed") continue;
    const reason = `the package index could not be asked about ${name}: ${answer.reason}`;
    silent.push({ name, version: pin.version, ids, reasons: [reason], embargoed: null });
  }
  return silent;
}

async function planAsked(request: PlanRequest, metadata: PackageMetadata): Promise<FixPlan> {
  const opened = await openPuzzle(request, metadata);
  if (opened.kind === "failed") return opened;
  const { puzzle } = opened;
  const { maxSolves, isOver } = request;
  const budget: Budget = { left: maxSolves, ...(isOver === undefined ? {} : { isOver }) };
  const clearings = await leastLeft(puzzle, budget);
  if (clearings.kind === "failed") return clearings;
  if (clearings.kind === "given-up") return { kind: "failed", reason: TOO_MUCH };
  if (clearings.kind !== "found") return describePlan(puzzle, null);
  const best = await smallestChanges(puzzle, clearings.found, budget);
  if (best.kind === "failed") return best;
  const isSmallest = best.kind === "found";
  const pins = (isSmallest ? best.found[0] : clearings.found[0]?.pins) ?? [];
  return describePlan(puzzle, { pins, isSmallest });
}

const TOO_MUCH = "too many versions would have to be tried";
