import type { FixPlan, PlanRequest } from "../fix/plan/plan-request.ts";
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

/** By package, then by id. What is not in it nobody knows more of than the advisories do. */
export type AdviceByPackage = ReadonlyMap<PackageName, ReadonlyMap<string, Advice>>;

/**
 * What the plan of a part says of the findings that were chosen. Where there is no plan, since too much would have to be tried, the index still
 * knows which versions there are.
 */
export async function adviceOf(plan: FixPlan, request: PlanRequest, asked: Asked): Promise<AdviceByPackage> {
  if (asked.kind === "advisories") return new Map();
  const { metadata } = asked;
  return plan.kind === "plan"
    ? planned(plan, request, metadata)
    : new Map(
        await Promise.all(
          [...request.chosen].map(
            async ([name, ids]) => [name, await listed(name, ids, { request, metadata })] as const,
          ),
        ),
      );
}

type Plan = Extract<FixPlan, { kind: "plan" }>;

async function planned(
  { changes, left, isUnasked }: Plan,
  request: PlanRequest,
  metadata: PackageMetadata,
): Promise<AdviceByPackage> {
  const found = new Map<PackageName, Map<string, Advice>>();
  const put = (name: PackageName, ids: readonly string[], advice: Advice): void => {
    const known = found.get(name) ?? new Map<string, Advice>();
    ids.forEach((id) => known.set(id, advice));
    found.set(name, known);
  };
  for (const { name, to, clears } of changes)
    if (to !== null && request.chosen.has(name))
      put(name, clears, { kind: "fix", fix: { version: formatVersion(to), basis: "solver" } });
  for (const one of left) {
    const isSilent = isUnasked === true && (await metadata.versions(one.name)).kind === "failed";
    if (!isSilent)
      put(one.name, one.ids, { kind: "none", reason: await stuckReason(one, request, metadata) });
  }
  return found;
}

/** For each finding the nearest version of the index that does not have it, is for the project's Pythons and has nothing new that fails. */
async function listed(
  name: PackageName,
  ids: readonly string[],
  { request, metadata }: { readonly request: PlanRequest; readonly metadata: PackageMetadata },
): Promise<ReadonlyMap<string, Advice>> {
  const packages = knownPackages(request, metadata);
  const found = new Map<string, Advice>();
  await packages.versions(name);
  const usable = [...(packages.domains.get(name)?.standings.values() ?? [])]
    .filter(({ position }) => position > 0)
    .map(({ version }): Version => version)
    .toSorted(compareVersions);
  const having = usable.map((version) => ({ version, has: new Set(request.findingsAt(name, version)) }));
  // One version for all of them, if there is one.
  const whole = having.find(({ has }) => ids.every((id) => !has.has(id)));
  for (const id of ids) {
    const version = (whole ?? having.find(({ has }) => !has.has(id)))?.version;
    if (version !== undefined)
      found.set(id, { kind: "fix", fix: { version: formatVersion(version), basis: "index" } });
  }
  return found;
}
