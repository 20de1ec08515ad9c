import { upgradeOf } from "../fix/index.ts";
import { jumpBetween, JUMPS } from "../fix/plan/jump.ts";
import type { FixPlan, LeftFinding, PlannedChange, PlanRequest } from "../fix/plan/plan-request.ts";
import { smallestPlan } from "../fix/plan/plan.ts";
import { examine } from "../match/index.ts";
import type { PackageAdvisories } from "../model/index.ts";
import { formatVersion, parseVersion, type PackageName } from "../python/index.ts";
import type { PackageMetadata } from "../resolve/metadata.ts";

/** Whom a plan asks. Without an index it knows what the advisories call fixed, and nothing of what goes with what. */
export type Asked =
  | { readonly kind: "index"; readonly metadata: PackageMetadata }
  | { readonly kind: "advisories"; readonly lookup: (name: PackageName) => PackageAdvisories | null };

export function planPart(request: PlanRequest, asked: Asked): Promise<FixPlan> {
  return asked.kind === "index"
    ? smallestPlan(request, asked.metadata)
    : Promise.resolve(planByAdvisories(request, asked.lookup));
}

/** Each package by itself goes to the version that does most for it. */
function planByAdvisories(
  { chosen, pins, findingsAt, level }: PlanRequest,
  lookup: Extract<Asked, { kind: "advisories" }>["lookup"],
): FixPlan {
  const changes: PlannedChange[] = [];
  const left: LeftFinding[] = [];
  for (const [name, ids] of [...chosen].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const pin = pins.get(name);
    const known = lookup(name);
    if (pin === undefined || known === null) continue;
    const text = formatVersion(pin.version);
    const parsed = parseVersion(upgradeOf(text, examine({ name, version: text }, known), known).to ?? "");
    const jump = parsed.ok ? jumpBetween(pin.version, parsed.value) : null;
    const isNear = jump !== null && JUMPS.indexOf(jump) <= JUMPS.indexOf(level);
    const to = parsed.ok && isNear ? parsed.value : null;
    const has = new Set(to === null ? ids : findingsAt(name, to));
    const kept = ids.filter((id) => has.has(id));
    const clears = ids.filter((id) => !has.has(id));
    if (to !== null && jump !== null && clears.length > 0)
      changes.push({
        ...{ name, to, jump, clears },
        from: pin.version,
        isDirect: pin.isDirect,
        because: [],
        outside: null,
      });
    if (kept.length === 0) continue;
    const reason = parsed.ok && !isNear ? `${formatVersion(parsed.value)} is a ${jump ?? ""} change` : NONE;
    left.push({ name, version: to ?? pin.version, ids: kept, reasons: [reason], embargoed: null });
  }
  return { kind: "plan", changes, left, isClosed: false, isSmallest: false };
}

const NONE = "no version is known that its advisories call fixed";
