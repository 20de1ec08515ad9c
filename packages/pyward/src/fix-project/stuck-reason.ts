import { isThinkable, type Domain } from "../fix/plan/domain.ts";
import { knownPackages, type KnownPackages } from "../fix/plan/known-packages.ts";
import type { LeftFinding, PlanRequest } from "../fix/plan/plan-request.ts";
import {
  compareVersions,
  formatSpecifiers,
  formatVersion,
  satisfies,
  type PackageName,
  type Version,
} from "../python/index.ts";
import type { PackageMetadata } from "../resolve/metadata.ts";

/**
 * In short, why findings stay: what keeps the nearest release away that has none of them, as a part of a sentence. The whole chain, which may be long, is
 * the plan's to tell.
 */
export async function stuckReason(
  { name, version, ids, embargoed }: LeftFinding,
  request: PlanRequest,
  metadata: PackageMetadata,
): Promise<string> {
  if (embargoed !== null)
    return `${formatVersion(embargoed.version)}, uploaded on ${embargoed.uploadTime.slice(0, 10)}, is younger than --exclude-newer or --as-of allows`;
  if (request.pins.get(name)?.isFixed === true) return "it comes from no index";
  const packages = knownPackages(request, metadata);
  await packages.versions(name);
  const domain = packages.domains.get(name);
  const clean = domain === undefined ? [] : withoutThem(domain, { name, version, ids, request });
  const [first] = clean;
  if (domain === undefined || first === undefined) return "no later release is without it";
  const allowed = clean.find((one) => !domain.refused.has(formatVersion(one)));
  if (allowed === undefined)
    return `${formatVersion(first)} ${domain.refused.get(formatVersion(first)) ?? ""}`;
  const holder = await holderOf(name, allowed, { request, packages });
  return `${formatVersion(allowed)} does not fit${holder === null ? " with the rest" : `: ${holder}`}`;
}

/** Ascending. */
function withoutThem(
  domain: Domain,
  {
    name,
    version,
    ids,
    request,
  }: Pick<LeftFinding, "name" | "version" | "ids"> & { readonly request: PlanRequest },
): readonly Version[] {
  return domain.available
    .map((one) => one.version)
    .filter((one) => compareVersions(one, version) > 0 && isThinkable(domain, one))
    .filter((one) => !request.findingsAt(name, one).some((id) => ids.includes(id)));
}

/** Who has a limit on it below the version; null: nobody directly. */
async function holderOf(
  name: PackageName,
  version: Version,
  { request, packages }: { readonly request: PlanRequest; readonly packages: KnownPackages },
): Promise<string | null> {
  const constraint = request.constraints.find(
    (one) => one.name === name && !satisfies(version, one.specifiers),
  );
  if (constraint !== undefined) return `a constraint is ${name}${formatSpecifiers(constraint.specifiers)}`;
  for (const [parent, pin] of request.pins) {
    const answer = parent === name ? null : await packages.dependencies(parent, pin.version);
    const need =
      answer?.kind === "dependencies"
        ? answer.requires.find((one) => one.name === name && !satisfies(version, one.specifiers))
        : undefined;
    if (need !== undefined)
      return `${parent} ${formatVersion(pin.version)} needs ${name}${formatSpecifiers(need.specifiers)}`;
  }
  return null;
}
