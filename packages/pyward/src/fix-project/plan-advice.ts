import type { CurrentPin, FixPlan, PlanRequest } from "../fix/plan/plan-request.ts";
import { knownPackages } from "../fix/plan/known-packages.ts";
import type { FixVersion } from "../model/index.ts";
import { compareVersions, formatVersion, type PackageName, type Version } from "../python/index.ts";
import type { PackageMetadata } from "../resolve/metadata.ts";
import type { Asked } from "./plan-part.ts";
import { stuckReason } from "./stuck-reason.ts";

/** What a plan says of one finding that was chosen. */
export type Advice =
  | { readonly kind: "fix"; readonly fix: FixVersion }
  /** No version clears it; `reason`: a part of a sentence. */
  | { readonly kind: "none"; readonly reason: string };

export interface AdviceOnPackage {
  readonly name: PackageName;
  /** Of one of several versions of the package: which; null: there is one. */
  readonly copy: Version | null;
  readonly ids: readonly string[];
  readonly advice: Advice;
}

/** What was asked: about all of it, and about packages in several versions for their own environments. */
export interface AskedPlan {
  readonly request: PlanRequest;
  readonly forked?: readonly PlanRequest[];
}

/**
 * What the plan of a part says of the findings that were chosen; of what is not in it nobody knows more than the advisories do. Where there is no plan,
 * since too much would have to be tried, the index still knows which versions there are.
 */
export async function adviceOf(
  plan: FixPlan,
  { request, forked = [] }: AskedPlan,
  asked: Asked,
): Promise<readonly AdviceOnPackage[]> {
  if (asked.kind === "advisories") return [];
  const { metadata } = asked;
  if (plan.kind === "plan") return planned(plan, { request, forked }, metadata);
  const found = await Promise.all([...request.chosen.keys()].map((name) => listed(name, request, metadata)));
  return found.flat();
}

type Plan = Extract<FixPlan, { kind: "plan" }>;

async function planned(
  { changes, left, isUnasked }: Plan,
  { request, forked = [] }: AskedPlan,
  metadata: PackageMetadata,
): Promise<readonly AdviceOnPackage[]> {
  const found: AdviceOnPackage[] = [];
  for (const { name, from, to, clears, marker } of changes)
    if (to !== null && clears.length > 0) {
      const fix = { version: formatVersion(to), basis: "solver" } as const;
      found.push({
        name,
        copy: marker === undefined ? null : from,
        ids: clears,
        advice: { kind: "fix", fix },
      });
    }
  for (const one of left) {
    const isSilent = isUnasked === true && (await metadata.versions(one.name)).kind === "failed";
    if (isSilent) continue;
    const own = forked.find(
      ({ pins, chosen }) => chosen.has(one.name) && isSame(pins.get(one.name), one.copy),
    );
    const reason = await stuckReason(one, own ?? request, metadata);
    found.push({ name: one.name, copy: one.copy ?? null, ids: one.ids, advice: { kind: "none", reason } });
  }
  return found;
}

function isSame(pin: CurrentPin | undefined, version: Version | undefined): boolean {
  return pin !== undefined && version !== undefined && compareVersions(pin.version, version) === 0;
}

/** For each finding the nearest version of the index that does not have it, is for the project's Pythons and has nothing new that fails. */
async function listed(
  name: PackageName,
  request: PlanRequest,
  metadata: PackageMetadata,
): Promise<readonly AdviceOnPackage[]> {
  const packages = knownPackages(request, metadata);
  await packages.versions(name);
  const ids = request.chosen.get(name) ?? [];
  const having = [...(packages.domains.get(name)?.standings.values() ?? [])]
    .filter(({ position }) => position > 0)
    .map(({ version }) => ({ version, has: new Set(request.findingsAt(name, version)) }))
    .toSorted((a, b) => compareVersions(a.version, b.version));
  // One version for all of them, if there is one.
  const whole = having.find(({ has }) => ids.every((id) => !has.has(id)));
  return ids.flatMap((id): readonly AdviceOnPackage[] => {
    const found = whole ?? having.find(({ has }) => !has.has(id));
    if (found === undefined) return [];
    const fix = { version: formatVersion(found.version), basis: "index" } as const;
    return [{ name, copy: null, ids: [id], advice: { kind: "fix", fix } }];
  });
}
